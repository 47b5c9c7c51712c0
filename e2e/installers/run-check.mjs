/** Tries the installers in dist/ alone: node e2e/installers/run-check.mjs, after npm run package -- --for-tests. */
import { runCommand } from '../../electron/setup/command.mjs'
import { inModules } from '../../electron/setup/paths.mjs'
import { checkInstallers } from './check.mjs'

await runCommand(async () => ((await checkInstallers(inModules('.malar', 'installers.json'))) ? 0 : 1))
