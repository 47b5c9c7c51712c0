/** Starts the app in Electron and waits for its window. */
import { _electron } from '@playwright/test'
import type { ElectronApplication, Page } from '@playwright/test'
import { launchOptions } from './options'

export interface RunningApp {
  app: ElectronApplication
  page: Page
}

/** Starts the app; its profile is kept from one start to the next, as on the next day. */
export async function startElectron(
  profile: string,
  args: readonly string[],
  { build, ...options }: { bypassCSP?: boolean; build?: string } = {},
): Promise<RunningApp> {
  const app = await _electron.launch({ ...launchOptions(profile, args, build), ...options })
  return { app, page: await app.firstWindow() }
}
