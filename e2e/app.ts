/** Starts the real app for a journey, each time with a profile of its own. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect } from '@playwright/test'
import type { ElectronApplication } from '@playwright/test'
import { startChromium } from './launch/chromium'
import { startElectron } from './launch/electron'
import type { RunningApp } from './launch/electron'
import { IN_CHROMIUM } from './launch/options'

export { expect }
export { ROOT } from './launch/places'
export { IN_CHROMIUM }
export type { RunningApp }

interface Fixtures {
  /** A folder of the journey's own, gone afterwards. */
  folder: string
  /** Starts the app, or another build of it; a second start has the same profile, as on the next day. */
  start(args?: readonly string[], build?: string): Promise<RunningApp>
  /** Complaints of the page that the journey provokes on purpose. */
  provoked: RegExp[]
}

/** The policy says it for a Chromium that will know it; those of today are told otherwise, see security.ts. */
const NOT_YET_KNOWN = /^Unrecognized Content-Security-Policy directive 'webrtc'/

export const test = base.extend<Fixtures>({
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'malar-journey-'))
    await use(folder)
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  },
  provoked: async ({}, use) => use([NOT_YET_KNOWN]),
  start: async ({ folder, provoked }, use) => {
    const launch = IN_CHROMIUM ? startChromium : startElectron
    const running: ElectronApplication[] = []
    const complaints: string[] = []
    await use(async (args = [], build?: string) => {
      const profile = join(folder, 'profile')
      const started = build ? await startElectron(profile, args, { build }) : await launch(profile, args)
      const { app, page } = started
      running.push(app)
      page.on('pageerror', (error) => complaints.push(`error: ${error.message}`))
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text())
      })
      // Keys that come before the first screen would go nowhere.
      await page.locator('main > *').first().waitFor({ state: 'attached' })
      return started
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
