/** Every screen in both themes: nothing serious for axe to find, and a picture of each for people to look at. */
import { copyFileSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from '../app'
import { smallCohort } from '../cohort'
import { look } from '../look'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Finding {
  id: string
  impact: string
  nodes: { html: string }[]
}

async function findings(page: Page): Promise<string[]> {
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(): Promise<{ violations: Finding[] }> } }
    return (await axe.run()).violations
  })
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)
}

test('every screen is fit for a screen reader and legible, light and dark', async ({ start, folder }) => {
  const study = join(folder, 'access.malar')
  copyFileSync(join(smallCohort(), 'Sample study.malar'), study)
  const { app, page } = await start([study])
  // Handed over by the debugger, past the page's own policy, as an inspector would.
  await page.evaluate(AXE)
  for (const theme of ['light', 'dark']) {
    await page.getByLabel('Theme').selectOption(theme)
    for (const [key, name] of [
      ['Alt+1', 'home'],
      ['Alt+2', 'photographs'],
      ['Alt+3', 'rounds'],
      ['Alt+4', 'model'],
      ['Alt+5', 'export'],
    ] as const) {
      await page.keyboard.press(key)
      await expect(page.locator('h1').first()).toBeVisible()
      await look(page, `${name}-${theme}`)
      expect(await findings(page), `${name}, ${theme}`).toEqual([])
    }
    await page.keyboard.press('Alt+3')
    await page
      .getByRole('button', { name: theme === 'light' ? 'Start the round' : /Continue/ })
      .first()
      .click()
    await expect(page.getByRole('heading', { name: /, (right|left)$/ })).toBeVisible()
    await look(page, `score-${theme}`)
    expect(await findings(page), `score, ${theme}`).toEqual([])
    await page.keyboard.press('?')
    await expect(page.getByRole('dialog')).toBeVisible()
    await look(page, `keys-${theme}`)
    expect(await findings(page), `keys, ${theme}`).toEqual([])
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Alt+2')
    await page.getByRole('button', { name: /S-001/ }).first().click()
    await expect(page.getByRole('heading', { name: 'Pads' })).toBeVisible()
    await look(page, `photograph-${theme}`)
    expect(await findings(page), `photograph, ${theme}`).toEqual([])
    await page.keyboard.press('Escape')
  }
  await app.close()
})
