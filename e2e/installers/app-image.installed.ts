/** The AppImage, which needs no installation: its verbs, its window, and the fence around it. */
import { join } from 'node:path'
import { _electron } from '@playwright/test'
import { expect, test } from '../app'
import { launchOptions } from '../launch/options'
import { APPIMAGE, call, renderersOf } from './installed'

/** Where nothing can be mounted by an ordinary user, as in a container, it unpacks itself first. */
const UNPACKED = { APPIMAGE_EXTRACT_AND_RUN: '1' }

test('it does a verb and opens a window that the system fences in', async ({ folder }) => {
  const made = call(APPIMAGE, ['new', 'trial.malar', '--name', 'Trial'], folder, UNPACKED)
  expect(made).toMatchObject({ code: 0, stdout: expect.stringContaining('Made ') })

  const options = launchOptions(join(folder, 'profile'), [join(folder, 'trial.malar')])
  const env = { ...options.env, ...UNPACKED }
  const app = await _electron.launch({ ...options, executablePath: APPIMAGE, env })
  try {
    const page = await app.firstWindow()
    await expect.poll(() => page.title()).toBe('Trial – Malar')
    const renderers = renderersOf((path) => path.includes('appimage_extracted'))
    expect(renderers.length).toBeGreaterThan(0)
    for (const renderer of renderers) {
      expect(renderer.user).not.toBe(0)
      expect(renderer.seccomp).toBe(2)
      expect(renderer.namespaces).toBeGreaterThan(1)
    }
  } finally {
    await app.close()
  }
})
