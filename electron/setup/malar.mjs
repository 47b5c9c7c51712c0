/** `npm run --silent malar -- VERB ...`: Malar without a window. Only the verb's result goes to stdout. */
import { build } from './build.mjs'
import { runCommand } from './command.mjs'
import { launch } from './launch.mjs'
import { ensureReady } from './setup.mjs'

await runCommand(async () => {
  const runtime = await ensureReady()
  await build()
  // After `--` Chromium reads no switches of its own.
  return launch(runtime, ['--', '--malar-verb', ...process.argv.slice(2)])
})
