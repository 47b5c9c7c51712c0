/** `npm start`: sets up what is missing, builds, and opens Malar on a copy of the sample study. */
import { build } from './build.mjs'
import { runCommand } from './command.mjs'
import { hasDisplay } from './display.mjs'
import { launch } from './launch.mjs'
import { say } from './messages.mjs'
import { ensureReady } from './setup.mjs'
import { runJourneys, toolEnvironment } from './tools.mjs'

await runCommand(async () => {
  const runtime = await ensureReady()
  await build()
  if (hasDisplay()) return launch(runtime, ['--sample', ...process.argv.slice(2)])
  say('There is no display here: Malar does its main job by itself under a virtual one; see the folder out/.')
  return (await runJourneys('e2e/tour', [], toolEnvironment(runtime))) ? 0 : 1
})
