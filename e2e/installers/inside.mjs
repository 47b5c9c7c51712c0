/** What the guest does with the installed program, under a virtual display of its own. */
import { runCommand } from '../../electron/setup/command.mjs'
import { runJourneys } from '../../electron/setup/tools.mjs'

await runCommand(async () =>
  (await runJourneys('e2e/installers', ['--reporter=list,json', ...process.argv.slice(2)], process.env))
    ? 0
    : 1,
)
