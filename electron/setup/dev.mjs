/**
 * `npm run dev`: as `npm start`, and what is saved is seen at once. The window takes its changes while it is open;
 * the app starts anew only where its main side does something else, and goes on where it stood.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { build } from './build.mjs'
import { runCommand } from './command.mjs'
import { watchPrograms } from './dev/programs.mjs'
import { serveWindow } from './dev/server.mjs'
import { launch } from './launch.mjs'
import { say } from './messages.mjs'
import { setupFolder } from './paths.mjs'
import { ensureReady } from './setup.mjs'

/** An app that does not end by itself is ended after so many milliseconds. */
const PATIENCE = 5_000

await runCommand(async () => {
  const runtime = await ensureReady()
  await build()
  const server = await serveWindow()
  process.env.MALAR_DEV_SERVER = server.address
  /** @type {() => void} */
  let restart = () => {}
  watchPrograms(() => restart())
  const given = process.argv.slice(2)
  let study = ''
  for (;;) {
    const stop = new AbortController()
    /** @type {Promise<import('./dev/server.mjs').Place> | undefined} */
    let left
    restart = () => {
      if (left) return
      say('The main side has changed: Malar starts anew.')
      left = server.leave()
      setTimeout(() => stop.abort(), PATIENCE).unref()
    }
    const args = ['--dev', study || '--sample', ...given]
    const status = await launch(runtime, args, stop.signal, `${setupFolder}/dev/app`)
    if (!left) return status
    // An app that had to be ended has not told.
    const place = await Promise.race([left, sleep(0, { study, screen: '' })])
    study = place.study
    process.env.MALAR_DEV_SCREEN = place.screen
  }
})
