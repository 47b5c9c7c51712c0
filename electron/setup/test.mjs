/**
 * `npm test`: sets up what is missing and runs every check; `npm test -- NAME...` only those named. A check
 * that fails does not hide the ones after it. The last line counts the tests.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { checkPackage } from '../../e2e/packaged/check.mjs'
import { build } from './build.mjs'
import { runCommand } from './command.mjs'
import { secondsSince, SetupError } from './messages.mjs'
import { inModules, root } from './paths.mjs'
import { ensureReady } from './setup.mjs'
import { runJourneys, runTool, toolEnvironment } from './tools.mjs'

/**
 * @typedef {object} Check
 * @property {string} title
 * @property {() => Promise<boolean>} work whether it passed
 * @property {() => { passed: number, failed: number }} [count] its tests, once it has run
 */

const vitestReport = inModules('.malar', 'vitest.json')
const playwrightReport = inModules('.malar', 'playwright.json')
const packageReport = inModules('.malar', 'package.json')

await runCommand(async () => {
  const runtime = await ensureReady()
  const env = toolEnvironment(runtime)
  const checks = allChecks(env)
  const named = process.argv.slice(2)
  const unknown = named.find((name) => !(name in checks))
  if (unknown !== undefined)
    throw new SetupError(`There is no check "${unknown}": ${Object.keys(checks).join(', ')}`)

  const total = { passed: 0, failed: 0 }
  const failures = []
  for (const [name, check] of Object.entries(checks)) {
    if (named.length > 0 && !named.includes(name)) continue
    const start = Date.now()
    console.log(`\n── ${check.title}`)
    const passed = await check.work()
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
        try {
          await build()
          return true
        } catch (error) {
          console.error(error instanceof SetupError ? error.message : error)
          return false
        }
      },
    },
    e2e: {
      title: 'End to end (playwright, in the real app)',
      work: () => {
        fresh(playwrightReport)
        const own = {
          ...env,
          PLAYWRIGHT_JSON_OUTPUT_NAME: playwrightReport,
          PLAYWRIGHT_HTML_OUTPUT_DIR: join(root, 'out', 'report'),
          PLAYWRIGHT_HTML_OPEN: 'never',
        }
        return runJourneys('e2e', ['--reporter=list,json,html'], own)
      },
      count: () => countPlaywright(playwrightReport),
    },
    package: {
      title: 'Package (made for tests; used by an ordinary user, sandboxed, without a network)',
      work: () => {
        fresh(packageReport)
        return checkPackage(env, packageReport)
      },
      count: () => countPlaywright(packageReport),
    },
  }
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

/** @param {string} report */
function countPlaywright(report) {
  if (!existsSync(report)) return { passed: 0, failed: 0 }
  const { expected, flaky, unexpected } = JSON.parse(readFileSync(report, 'utf8')).stats
  return { passed: expected + flaky, failed: unexpected }
}
