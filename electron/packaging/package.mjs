/** `npm run package`: sets up what is missing, builds, and packages Malar into dist/. */
import { build } from '../setup/build.mjs'
import { runCommand } from '../setup/command.mjs'
import { runScript } from '../setup/tools.mjs'
import { ensureReady } from '../setup/setup.mjs'
import { ensurePackagingPackages } from '../setup/system.mjs'
import { toolEnvironment } from '../setup/tools.mjs'
import { assertShippable, readOptions } from './options.mjs'

await runCommand(async () => {
  const words = process.argv.slice(2)
  const options = readOptions(words)
  const runtime = await ensureReady()
  assertShippable(options, runtime)
  await ensurePackagingPackages()
  await build()
  // On the tools' Node, with the packages that may have been installed only now.
  return (await runScript('electron/packaging/make.mjs', words, toolEnvironment(runtime))) ? 0 : 1
})
