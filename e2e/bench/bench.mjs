/**
 * `npm run bench`: measures the real code inside the real Electron, under a virtual display where there is none.
 * `npm run bench -- --quick` takes smaller sizes; `npm run bench -- ROW...` runs only the rows named.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { build } from '../../electron/setup/build.mjs'
import { runCommand } from '../../electron/setup/command.mjs'
import { hasDisplay, openVirtualDisplay } from '../../electron/setup/display.mjs'
import { appEnvironment, electronSwitches } from '../../electron/setup/launch.mjs'
import { SetupError } from '../../electron/setup/messages.mjs'
import { isNoise } from '../../electron/setup/noise.mjs'
import { root, toolNode } from '../../electron/setup/paths.mjs'
import { ensureReady } from '../../electron/setup/setup.mjs'

/** The application folder that Electron is given: its main script is the benchmark beside the built app. */
const folder = join(root, 'build', 'bench')

/** What `statfs` calls the usual file systems. */
const FILE_SYSTEMS = new Map([
  [0xef53, 'ext4'],
  [0x01021994, 'tmpfs'],
  [0x794c7630, 'overlay'],
  [0x9123683e, 'btrfs'],
  [0x58465342, 'xfs'],
  [0x1a, 'apfs'],
])

await runCommand(async () => {
  const runtime = await ensureReady()
  await build()
  await bundle()
  const display = hasDisplay() ? undefined : await openVirtualDisplay()
  try {
    const facts = { MALAR_BENCH_DISK: fileSystem(), MALAR_BENCH_NODE: toolNode() }
    const env = { ...appEnvironment(runtime), ...display?.env, ...facts }
    return await run(runtime.electron, [...electronSwitches(), folder, '--', ...process.argv.slice(2)], env)
  } finally {
    display?.close()
  }
})

/**
 * Bundles the benchmark as the app itself is bundled, into build/bench.cjs, and what drives the window, into
 * build/bench-window.mjs.
 */
async function bundle() {
  // Imported late, since set-up may have installed it only now.
  const { build: bundleWith } = await import('esbuild')
  /** @type {import('esbuild').BuildOptions} */
  const common = { absWorkingDir: root, bundle: true, platform: 'node', logLevel: 'silent' }
  try {
    await bundleWith({
      ...common,
      entryPoints: ['e2e/bench/main.ts'],
      outfile: 'build/bench.cjs',
      target: 'node16',
      format: 'cjs',
      external: ['electron', 'better-sqlite3', '@tensorflow/*'],
    })
    await bundleWith({
      ...common,
      entryPoints: ['e2e/bench/window/drive.ts'],
      outfile: 'build/bench-window.mjs',
      target: 'node20',
      format: 'esm',
      external: ['@playwright/test'],
    })
  } catch (error) {
    throw new SetupError(/** @type {Error} */ (error).message)
  }
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  mkdirSync(folder, { recursive: true })
  const manifest = { name: 'malar-bench', productName: 'Malar', version, main: '../bench.cjs' }
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest)}\n`)
}

/** The file system of the temporary folder: a flush costs nothing where that lies in memory. */
function fileSystem() {
  try {
    const { type } = statfsSync(tmpdir())
    return FILE_SYSTEMS.get(type) ?? `type 0x${type.toString(16)}`
  } catch {
    return 'unknown'
  }
}

/**
 * @param {string} program
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>} the exit status
 */
function run(program, args, env) {
  // In this process group: Ctrl-C reaches Electron by itself.
  const child = spawn(program, args, { env, stdio: ['inherit', 'inherit', 'pipe'] })
  process.on('SIGINT', () => undefined)
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (!isNoise(line)) process.stderr.write(`${line}\n`)
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve(code ?? 1))
  })
}
