/** Malar with both its pages running, for tests that only look: the app is started once for all of them. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base } from '@playwright/test'
import type { ElectronApplication, Page } from '@playwright/test'
import type { MalarBridge } from '../../electron/contract'
import { ROOT } from '../app'
import { malarJson } from '../cohort'
import { startElectron } from '../launch/electron'

export { expect } from '@playwright/test'

const ASTRONAUT = join(ROOT, 'e2e', 'fixtures', 'astronaut.png')

export const PAGE_NAMES = ['window', 'decoder'] as const

export interface Malar {
  app: ElectronApplication
  /** The window, and the hidden decoder, which else is gone as soon as its work is done. */
  pages: Record<(typeof PAGE_NAMES)[number], Page>
}

interface Shared {
  /** Pages heed no Content-Security-Policy, so that what lies beneath it is tried alone. The debugger's doing. */
  withoutPolicy: boolean
  /** A study with one photograph is open. */
  malar: Malar
}

export const test = base.extend<object, Shared>({
  withoutPolicy: [false, { option: true, scope: 'worker' }],
  malar: [
    async ({ withoutPolicy }, use) => {
      const folder = await mkdtemp(join(tmpdir(), 'malar-security-'))
      const malar = await start(folder, withoutPolicy)
      await use(malar)
      await malar.app.close().catch(() => undefined)
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
    { scope: 'worker' },
  ],
})

async function start(folder: string, withoutPolicy: boolean): Promise<Malar> {
  const study = join(folder, 'pages.malar')
  malarJson(['new', study, '--regions', 'jowl', '--rater', 'Rater A'], folder)
  const { app, page } = await startElectron(join(folder, 'profile'), [study], { bypassCSP: withoutPolicy })
  await page.locator('main > *').first().waitFor({ state: 'attached' })
  await app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.prototype.destroy = () => undefined
  })
  const opened = app.waitForEvent('window')
  await page.evaluate(async (path) => {
    const { malar } = window as unknown as { malar: MalarBridge }
    const plan = await malar.planImport({ paths: [path] })
    if (plan.ok && plan.value) await malar.acceptImport(plan.value.id, 'photograph')
  }, ASTRONAUT)
  const decoder = await opened
  // A page heeds the policy that it was loaded with.
  if (withoutPolicy) for (const one of [page, decoder]) await one.reload()
  return { app, pages: { window: page, decoder } }
}
