/**
 * `npm test`: sets up what is missing and runs every check; `npm test -- NAME...` only those named. A check
 * that fails does not hide the ones after it. The last line counts the tests.
 *
 * Users get a current Electron; a machine that reaches package registries only has Electron 22. Both ends of
 * that range are tried:
 *  - `npm test -- --electron 45` does all of it on the current Electron, and fails where that cannot be had;
 *    `--electron 22` does all of it on the old one. Without either it is the current one if it can be had.
 *  - Where it is the old one, the journeys in it show that the sources use nothing that is newer, and the
 *    current end is tried by its parts: the compiler knows the current Electron's types (`types`), the main
 *    side's tests run on its Node with better-sqlite3 as it is released (`unit`), and so does the main process
 *    itself, with its window in a current Chromium (`chromium`; see e2e/bridge/electron.ts).
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { checkInstallers } from '../../e2e/installers/check.mjs'
import { checkPackage } from '../../e2e/packaged/check.mjs'
import { build } from './build.mjs'
import { runCommand } from './command.mjs'
import { secondsSince, SetupError } from './messages.mjs'
import { inModules, root } from './paths.mjs'
import { ensureReady } from './setup.mjs'
import { ensureChromium } from './system.mjs'
import { runJourneys, runTool, toolEnvironment } from './tools.mjs'

/**
 * @typedef {object} Check
 * @property {string} title
 * @property {() => Promise<boolean>} work whether it passed
 * @property {() => { passed: number, failed: number }} [count] its tests, once it has run
 */

const vitestReport = inModules('.malar', 'vitest.json')
/** @param {string} name of the check */
const playwrightReport = (name) => inModules('.malar', `playwright-${name}.json`)

await runCommand(async () => {
  const { electron, named } = readWords(process.argv.slice(2))
  if (electron !== undefined) process.env.MALAR_ELECTRON = electron
  const runtime = await ensureReady()
  const env = toolEnvironment(runtime)
  const checks = allChecks(env)
  const unknown = named.find((name) => !(name in checks))
  if (unknown !== undefined)
    throw new SetupError(`There is no check "${unknown}": ${Object.keys(checks).join(', ')}`)

  const total = { passed: 0, failed: 0 }
  const failures = []
  for (const [name, check] of Object.entries(checks)) {
    if (named.length > 0 && !named.includes(name)) continue
    const start = Date.now()
    console.log(`\n── ${check.title}`)
    const passed = await succeeds(check)
    console.log(`── ${check.title}: ${passed ? 'passed' : 'FAILED'} (${secondsSince(start)})`)
    const counted = check.count?.() ?? { passed: 0, failed: 0 }
    total.passed += counted.passed
    // A check that fails without a failed test, such as a file that does not compile, counts as one.
    total.failed += passed ? counted.failed : Math.max(1, counted.failed)
    if (!passed) failures.push(name)
  }
  console.log(failures.length > 0 ? `\nFailed: ${failures.join(', ')}` : '')
  console.log(`${total.passed} passed, ${total.failed} failed`)
  return failures.length > 0 ? 1 : 0
})

/**
 * @param {string[]} words what was written after `npm test --`
 * @returns {{ electron: string | undefined, named: string[] }}
 */
function readWords(words) {
  const at = words.indexOf('--electron')
  if (at < 0) return { electron: undefined, named: words }
  const [, electron] = words.splice(at, 2)
  if (electron === undefined) throw new SetupError('Say which: npm test -- --electron 45, or --electron 22.')
  return { electron, named: words }
}

/**
 * Whether a check passes. What it lacks is told, and the checks after it go on.
 * @param {Check} check
 */
async function succeeds(check) {
  try {
    return await check.work()
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    console.error(error.message)
    return false
  }
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {Record<string, Check>}
 */
function allChecks(env) {
  const tool = (/** @type {string[]} */ ...args) => runTool(args, env)
  return {
    lint: {
      title: 'Style (prettier, eslint)',
      work: async () => {
        const pretty = await tool('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.')
        return (await tool('eslint/bin/eslint.js', '.')) && pretty
      },
    },
    types: {
      title: 'Types (tsc, svelte-check)',
      work: async () => {
        const sources = await tool('typescript/bin/tsc', '--noEmit')
        const journeys = await tool('typescript/bin/tsc', '--noEmit', '-p', 'e2e')
        const setup = await tool('typescript/bin/tsc', '-p', 'electron/setup')
        const args = ['--workspace', 'renderer', '--tsconfig', './tsconfig.json', '--output', 'human']
        return (await tool('svelte-check/bin/svelte-check', ...args)) && sources && journeys && setup
      },
    },
    layers: {
      title: 'Layers (dependency-cruiser)',
      work: () => tool('dependency-cruiser/bin/dependency-cruiser.mjs', 'electron', 'db', 'renderer', 'e2e'),
    },
    unit: {
      title: 'Unit tests (vitest)',
      work: () => {
        fresh(vitestReport)
        const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${vitestReport}`]
        // These run on Node, which better-sqlite3's own binary fits; the binding is for the old Electron.
        const own = { ...env }
        delete own.MALAR_SQLITE_BINDING
        return runTool(['vitest/vitest.mjs', 'run', ...reporters], own)
      },
      count: countVitest,
    },
    build: {
      title: 'Build',
      work: async () => {
        await build()
        return true
      },
    },
    e2e: {
      title: 'End to end (playwright, in the real app)',
      work: () => journeys('e2e', 'e2e', env),
      count: () => countPlaywright('e2e'),
    },
    chromium: {
      title: 'The window in a current Chromium (playwright, the main process on Node)',
      work: async () => {
        const MALAR_CHROMIUM = await ensureChromium()
        const MALAR_E2E_OUT = join(root, 'out', 'chromium')
        return journeys('chromium', 'e2e/bridge', { ...env, MALAR_CHROMIUM, MALAR_E2E_OUT })
      },
      count: () => countPlaywright('chromium'),
    },
    package: {
      title: 'Package (made for tests; used by an ordinary user, sandboxed, without a network)',
      work: () => {
        fresh(playwrightReport('package'))
        return checkPackage(env, playwrightReport('package'))
      },
      count: () => countPlaywright('package'),
    },
    installers: {
      title: 'Installers (deb and AppImage made for tests; installed, used and removed)',
      work: () => {
        fresh(playwrightReport('installers'))
        return checkInstallers(env, playwrightReport('installers'))
      },
      count: () => countPlaywright('installers'),
    },
  }
}

/**
 * @param {string} name of the check
 * @param {string} folder of the journeys' configuration
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<boolean>} whether all of them passed
 */
function journeys(name, folder, env) {
  fresh(playwrightReport(name))
  const own = {
    ...env,
    PLAYWRIGHT_JSON_OUTPUT_NAME: playwrightReport(name),
    PLAYWRIGHT_HTML_OUTPUT_DIR: join(env.MALAR_E2E_OUT ?? join(root, 'out'), 'report'),
    PLAYWRIGHT_HTML_OPEN: 'never',
  }
  return runJourneys(folder, ['--reporter=list,json,html'], own)
}

/** Makes room for a report, so that an older one is not counted. @param {string} file */
function fresh(file) {
  mkdirSync(dirname(file), { recursive: true })
  rmSync(file, { force: true })
}

function countVitest() {
  if (!existsSync(vitestReport)) return { passed: 0, failed: 0 }
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(vitestReport, 'utf8'))
  return { passed: numPassedTests, failed: numFailedTests }
}

/** @param {string} name of the check */
function countPlaywright(name) {
  const report = playwrightReport(name)
  if (!existsSync(report)) return { passed: 0, failed: 0 }
  const { expected, flaky, unexpected } = JSON.parse(readFileSync(report, 'utf8')).stats
  return { passed: expected + flaky, failed: unexpected }
}
