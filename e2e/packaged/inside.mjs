/**
 * What the guest does: the journeys of a folder, under a virtual display of its own. The first word names the folder;
 * the others are for Playwright.
 */
import { runCommand } from '../../electron/setup/command.mjs'
import { runJourneys } from '../../electron/setup/tools.mjs'

await runCommand(async () => {
  const [folder = '', ...words] = process.argv.slice(2)
  return (await runJourneys(folder, ['--reporter=list,json', ...words], process.env)) ? 0 : 1
})
