/** What the surroundings of the process may say to it. An installed app listens to itself alone. */
import { app } from 'electron'
import { existsSync } from 'node:fs'
import { packagePath } from './paths'

/** What the version of a package for tests ends with; packaging sets it. */
const TEST_MARK = '-for-tests'

/** A folder and a binary that only a checkout has; in a package both come from the package. */
const OF_A_CHECKOUT = ['MALAR_SQLITE_BINDING', 'MALAR_CWD']

/** Whether this is a package for tests, which no user ever gets. */
export function isForTests(): boolean {
  return app.isPackaged && app.getVersion().endsWith(TEST_MARK)
}

/**
 * Takes out of the environment what a package must not listen to: in a release all of Malar's own variables, in a
 * package for tests those that name parts of a checkout. Comes before anything that reads them.
 */
export function settleEnvironment(): void {
  if (!app.isPackaged) return
  const ignored = isForTests()
    ? OF_A_CHECKOUT
    : Object.keys(process.env).filter((name) => name.startsWith('MALAR_'))
  for (const name of ignored) delete process.env[name]
  // There with an Electron that is too old for the binary that better-sqlite3 ships.
  const compiled = packagePath('node_modules', 'better-sqlite3', 'build', 'Release', 'better_sqlite3.node')
  if (existsSync(compiled)) process.env.MALAR_SQLITE_BINDING = compiled
}
