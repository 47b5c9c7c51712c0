/** Packages what set-up and build have left; package.mjs runs it, on the Node that its tools need. */
import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Arch, build, Platform } from 'electron-builder'
import { runCommand } from '../setup/command.mjs'
import { say, secondsSince, SetupError } from '../setup/messages.mjs'
import { root } from '../setup/paths.mjs'
import { run } from '../setup/processes.mjs'
import { readRuntime } from '../setup/setup.mjs'
import { layOutApp } from './app-folder.mjs'
import { builderConfig, OUTPUT } from './builder-config.mjs'
import { fuseTable, setFuses } from './fuses.mjs'
import { linuxTools } from './linux-tools.mjs'
import { readOptions } from './options.mjs'
import { sizeReport } from './size-report.mjs'

/** What a version of a product for tests ends with. */
const TEST_MARK = '-for-tests'

/** Where electron-builder leaves the product before it makes installers of it, on Linux. */
const UNPACKED = join(OUTPUT, 'linux-unpacked')
const HARDENED = `${UNPACKED}-hardened`

await runCommand(async () => {
  const start = Date.now()
  // Whoever keeps her own files to herself makes a package for everybody all the same.
  process.umask(0o022)
  const options = readOptions(process.argv.slice(2))
  const runtime = readRuntime()
  if (runtime === undefined) throw new SetupError('Run npm run package, which sets up what this needs.')
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const appFolder = join(OUTPUT, 'inside')
  const product = { ...runtime, appFolder, output: OUTPUT, forTests: options.forTests }
  /** @type {string[]} */
  let installers = []
  rmSync(HARDENED, { recursive: true, force: true })
  try {
    await layOutApp({ folder: appFolder, version: version + (options.forTests ? TEST_MARK : ''), ...runtime })
    if (process.platform === 'linux') Object.assign(process.env, await linuxTools(options.forTests))
    // Links into the cache would carry the changed program there.
    process.env.USE_HARD_LINKS = 'false'
    installers = await build({
      projectDir: root,
      targets: Platform.current().createTarget(options.targets, ...architectures()),
      config: builderConfig(product),
      publish: 'never',
    })
  } finally {
    rmSync(appFolder, { recursive: true, force: true })
  }
  if (options.hardened) await addHardened()
  say(sizeReport(UNPACKED, installers))
  say(`Malar is packaged in dist/: ${secondsSince(start)}`)
  return 0
})

/** A package holds native parts of this machine's kind, so it is for this kind. */
function architectures() {
  return [process.arch === 'arm64' ? Arch.arm64 : Arch.x64]
}

/** The folder of a product for tests once more, as a release would be: only its program differs. */
async function addHardened() {
  if (!existsSync(UNPACKED)) throw new SetupError('--hardened is only there on Linux.')
  await run('cp', ['-al', UNPACKED, HARDENED]) // hard links: the same bytes in two folders
  const program = join(HARDENED, 'malar')
  rmSync(program)
  cpSync(join(UNPACKED, 'malar'), program)
  await setFuses(program, fuseTable(false, process.platform))
}
