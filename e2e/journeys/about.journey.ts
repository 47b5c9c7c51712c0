/** Help: what Malar is, what it is made of, and under which licences. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import type { MalarApi } from '../../electron/contract'
import { expect, IN_CHROMIUM, ROOT, test } from '../app'
import { press } from '../every-screen'
import { look } from '../look'

const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true })
const chooseInMenu = (app: ElectronApplication, id: string) =>
  app.evaluate(({ Menu }, item) => Menu.getApplicationMenu()?.getMenuItemById(item)?.click(), id)

test('the licences are found by name and read, by keys alone', async ({ start }) => {
  const { app, page } = await start()
  await chooseInMenu(app, 'licences.show')
  await expect(heading(page, 'Third-party licences')).toBeVisible()
  const text = page.locator('section.text')
  await expect(text).toContainText('Apache License')

  await page.keyboard.press('/')
  await page.keyboard.type('sqlite')
  const list = page.getByRole('list', { name: 'Works' })
  await expect(list.getByRole('button')).toHaveText([/^better-sqlite3/, /^SQLite/])
  await page.keyboard.press('ArrowDown')
  await expect(heading(page, 'SQLite')).toBeVisible()
  await expect(text).toContainText('May you share freely, never taking more than you give.')
  await look(page, 'licences-search')
  await page.keyboard.press('Enter')
  await expect(text).toBeFocused()
  await page.keyboard.press('/')
  await page.keyboard.press('Escape')
  await page.keyboard.type('eigen nowhere')
  await expect(list).toContainText('Nothing matches')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')

  // The long one: what TensorFlow is made of.
  await press(list.getByRole('button', { name: /^Works in TensorFlow/ }))
  await expect(text).toContainText('== Eigen')
  await expect(text).toContainText('several, see the text')
  await press(list.getByRole('button', { name: /^FFmpeg/ }))
  await expect(text).toContainText('GNU LESSER GENERAL PUBLIC LICENSE')
  await look(page, 'licences-ffmpeg')

  // Chromium's own are too many for the window: their file is shown where it lies, which is with Electron.
  if (!IN_CHROMIUM) await showNotices(app, page)
  await page.keyboard.press('Escape')
  await expect(heading(page, 'Third-party licences')).toBeHidden()
})

async function showNotices(app: ElectronApplication, page: Page): Promise<void> {
  await app.evaluate(({ shell }) => {
    shell.showItemInFolder = (path) => void Object.assign(globalThis, { shown: path })
  })
  await page.keyboard.press('o')
  await expect
    .poll(() => app.evaluate(() => (globalThis as { shown?: string }).shown))
    .toMatch(/[\\/]LICENSES\.chromium\.html$/)
}

test('the list names every package that the programs hold', async ({ start }) => {
  const { page } = await start()
  const listed = await page.evaluate(async () => {
    const reply = await (window as unknown as { malar: MalarApi }).malar.works()
    return reply.ok ? reply.value.works.map(({ name }) => name) : []
  })
  // esbuild leaves the path of every file that it takes in.
  const bundled = ['main', 'preload', 'decoder-preload', 'engine'].flatMap((name) => {
    const code = readFileSync(join(ROOT, 'build', `${name}.cjs`), 'utf8')
    const inside = [...code.matchAll(/^\s*\/\/ node_modules\/(.+)$/gm)].map(([, path]) => path ?? '')
    const outside = [...code.matchAll(/equire\w*\("(@tensorflow\/[^/"]+|better-sqlite3)/g)].map(
      ([, path]) => path ?? '',
    )
    return [...inside, ...outside].map((path) => /^(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? '')
  })
  expect(bundled.length).toBeGreaterThan(4)
  expect([...new Set(bundled)].filter((name) => !listed.includes(name))).toEqual([])
  for (const name of ['Electron', 'TensorFlow', 'SQLite', 'svelte', 'EfficientNet-lite0'])
    expect(listed).toContain(name)
})

test('the icon of the window is there, in the archive of a package too', async ({ start }) => {
  test.skip(IN_CHROMIUM, 'Electron reads it.')
  const { app } = await start()
  const size = await app.evaluate(({ app: electron, nativeImage }) =>
    nativeImage.createFromPath(`${electron.getAppPath()}/assets/icon/png/256.png`).getSize(),
  )
  expect(size).toEqual({ width: 256, height: 256 })
})

test('About tells the versions, and copies them for support', async ({ start }) => {
  const { app, page } = await start()
  await chooseInMenu(app, 'about.show')
  await expect(heading(page, 'About Malar')).toBeVisible()
  await expect(page.locator('.page')).toContainText('It is not a medical device')
  const { electron = '', chrome = '', node } = await app.evaluate(() => process.versions)
  const table = page.getByRole('region', { name: 'Versions' })
  for (const version of [electron, chrome, node]) await expect(table).toContainText(version)
  // The engine is not started for it.
  await expect(table).toContainText('TensorFlow not started yet')
  const old = Number.parseInt(electron) < 45
  await expect(page.getByText('gets no security fixes any more')).toHaveCount(old ? 1 : 0)
  await look(page, 'about')
  await page.keyboard.press('c')
  await expect(page.getByRole('status').filter({ hasText: 'on the clipboard' })).toBeVisible()
  const copied = await app.evaluate(({ clipboard }) => clipboard.readText())
  expect(copied).toContain(`Node.js ${node}`)
  expect(copied).toMatch(/^Malar \d/)
  await page.keyboard.press('Shift+F2')
  await expect(heading(page, 'Third-party licences')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(heading(page, 'Third-party licences')).toBeHidden()
  await expect(
    page.getByRole('navigation', { name: 'Screens' }).locator('[aria-current=page]'),
  ).toContainText('Home')
})
