/** Starts the real, built app for a journey, each time with a profile of its own. */
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron, test as base, expect } from '@playwright/test'
import type { ElectronApplication, Page } from '@playwright/test'

export { expect }

export const ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '')

interface Runtime {
  electron: string
  sqliteBinding: string | null
}

/** What set-up found: which Electron runs here, and the better-sqlite3 that fits it. */
export function runtime(): Runtime {
  return JSON.parse(readFileSync(join(ROOT, 'node_modules', '.malar', 'runtime.json'), 'utf8')) as Runtime
}

/** Arguments and environment with which the app is started. */
export function launchOptions(profile: string, args: readonly string[] = []) {
  const { electron, sqliteBinding } = runtime()
  const asRoot = process.getuid?.() === 0
  const env: Record<string, string> = {}
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined) env[name] = value
  env.MALAR_USER_DATA = profile
  if (sqliteBinding) env.MALAR_SQLITE_BINDING = sqliteBinding
  return {
    executablePath: electron,
    args: [...(asRoot ? ['--no-sandbox'] : []), ROOT, ...args],
    env,
    cwd: ROOT,
  }
}

export interface RunningApp {
  app: ElectronApplication
  page: Page
}

interface Fixtures {
  /** A folder of the journey's own, gone afterwards. */
  folder: string
  /** Starts the app; a second start has the same profile, as on the next day. */
  start(args?: readonly string[]): Promise<RunningApp>
  /** Complaints of the page that the journey provokes on purpose. */
  provoked: RegExp[]
}

export const test = base.extend<Fixtures>({
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'malar-journey-'))
    await use(folder)
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  },
  provoked: async ({}, use) => use([]),
  start: async ({ folder, provoked }, use) => {
    const running: ElectronApplication[] = []
    const complaints: string[] = []
    await use(async (args = []) => {
      const app = await _electron.launch(launchOptions(join(folder, 'profile'), args))
      running.push(app)
      const page = await app.firstWindow()
      page.on('pageerror', (error) => complaints.push(`error: ${error.message}`))
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text())
      })
      // Keys that come before the first screen would go nowhere.
      await page.locator('main > *').first().waitFor({ state: 'attached' })
      return { app, page }
    })
    for (const app of running) await app.close().catch(() => undefined)
    // A page that complains has a fault, even where the journey did not stumble over it.
    expect(complaints.filter((complaint) => !provoked.some((one) => one.test(complaint)))).toEqual([])
  },
})

/** Answers the next file dialogs with these paths, as a person would choose them. */
export async function answerDialogs(
  app: ElectronApplication,
  paths: { open?: string[]; save?: string },
): Promise<void> {
  await app.evaluate(({ dialog }, { open, save }) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: !open, filePaths: open ?? [] })
    dialog.showSaveDialog = () => Promise.resolve({ canceled: !save, filePath: save ?? '' })
  }, paths)
}
