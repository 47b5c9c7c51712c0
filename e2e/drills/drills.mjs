/**
 * `npm run drills`: learning is disturbed in every way that is known, fifty times each, and has to survive all of it.
 * What takes a real training is done ten times, what takes the app five times. `MALAR_DRILLS=N npm run drills` takes N
 * for fifty. It takes about half an hour.
 */
import { build } from '../../electron/setup/build.mjs'
import { runCommand } from '../../electron/setup/command.mjs'
import { ensureReady } from '../../electron/setup/setup.mjs'
import { runJourneys, runTool, toolEnvironment } from '../../electron/setup/tools.mjs'

await runCommand(async () => {
  const runtime = await ensureReady()
  await build()
  const env = { MALAR_DRILLS: '50', ...toolEnvironment(runtime) }
  // These run on Node, which better-sqlite3's own binary fits; the binding is for the old Electron.
  const own = { ...env }
  delete own.MALAR_SQLITE_BINDING
  const onNode = await runTool(['vitest/vitest.mjs', 'run', 'e2e/drills'], own)
  const inTheApp = await runJourneys('e2e', ['training-faults'], env)
  return onNode && inTheApp ? 0 : 1
})
