/** The AppImage, which needs no installation: its verbs, its window, and the fence around it. */
import { join } from 'node:path'
import { _electron } from '@playwright/test'
import { expect, test } from '../app'
import { launchOptions } from '../launch/options'
import { APPIMAGE, call, renderersOf } from './installed'
import type { Renderer } from './installed'

/** Where nothing can be mounted by an ordinary user, as in a container, it unpacks itself first. */
const UNPACKED = { APPIMAGE_EXTRACT_AND_RUN: '1' }

/** Its pages, as the system sees them while a study is open. */
async function pagesOf(profile: string, study: string, chromiumSandbox: boolean): Promise<Renderer[]> {
  const options = launchOptions(profile, [study])
  const env = { ...options.env, ...UNPACKED }
  const app = await _electron.launch({ ...options, executablePath: APPIMAGE, env, chromiumSandbox })
  try {
    const page = await app.firstWindow()
    await expect.poll(() => page.title()).toBe('Trial – Malar')
    return renderersOf((path) => path.includes('appimage_extracted'))
  } finally {
    await app.close()
  }
}

test('it does a verb and opens a window that the system fences in', async ({ folder }) => {
  const made = call(APPIMAGE, ['new', 'trial.malar', '--name', 'Trial'], folder, UNPACKED)
  expect(made).toMatchObject({ code: 0, stdout: expect.stringContaining('Made ') })
  const study = join(folder, 'trial.malar')

  const pages = await pagesOf(join(folder, 'profile'), study, true)
  expect(pages.length).toBeGreaterThan(0)
  for (const page of pages) {
    expect(page.user).not.toBe(0)
    expect(page.seccomp).toBe(2)
    expect(page.namespaces).toBeGreaterThan(1)
  }

  // Where the system has no user namespaces for it, it is started with --no-sandbox by its own starter: the filter of
  // system calls is there all the same.
  const without = await pagesOf(join(folder, 'profile'), study, false)
  expect(without.length).toBeGreaterThan(0)
  for (const page of without) expect(page.seccomp).toBe(2)
})
