/** `npm run build`: sets up what is missing and builds the app. */
import { build } from './build.mjs'
import { runCommand } from './command.mjs'
import { ensureReady } from './setup.mjs'

await runCommand(async () => {
  await ensureReady()
  await build()
  return 0
})
