/** The engine's benchmark: learning and searching without the app around them, on plain Node. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { type LoadedBackend, loadWasm } from '../../../electron/learning/backend'
import { loadTensorFlow } from '../../../electron/learning/tensorflow'
import type { EngineRow } from './bench'
import { BUSY, busyShare } from './contest'
import { readOptions } from './options'
import { PyTorch } from './pytorch'
import { asText, type Report, table } from './report'
import { cnnBytesRow, cnnRow, memoryRow } from './rows-cnn'
import { facesRow } from './rows-faces'
import { headRow, headTrainingRow } from './rows-head'
import { neighboursRow } from './rows-neighbours'
import { fineTuneRow, trunkRow } from './rows-trunk'

const ROWS: readonly EngineRow[] = [
  facesRow,
  cnnRow,
  cnnBytesRow,
  headRow,
  headTrainingRow,
  trunkRow,
  fineTuneRow,
  neighboursRow,
  memoryRow,
]

/** The checkout: this program is built into its build/. */
const root = join(__dirname, '..')
const trunkFolder = join(root, 'assets', 'trunk')

async function run(): Promise<number> {
  const options = readOptions(
    process.argv.slice(2),
    ROWS.map(({ name }) => name),
  )
  if (typeof options === 'string') {
    say(options)
    return 2
  }
  const { quick, device, out } = options
  const loaded = device === 'wasm' ? await webAssembly() : loadTensorFlow(device)
  if (loaded.deviceNote !== null) {
    say(loaded.deviceNote)
    return 1
  }
  const opponent = options.pytorch ? await openPyTorch(loaded.device) : null
  const length = quick ? { rounds: 3, seconds: 0.5 } : { rounds: 5, seconds: 1 }
  const report: Report = { facts: machine(loaded, quick, opponent), figures: [], failures: [] }
  for (const row of ROWS) {
    if (options.rows.length > 0 && !options.rows.includes(row.name)) continue
    if (device === 'wasm' && row.needsTensorFlow) continue
    say(`── ${row.name}`)
    try {
      const made = await row.run({ loaded, quick, length, opponent, trunkFolder, root })
      report.figures.push(...made)
      say(table(made))
    } catch (error) {
      say(String((error as Error)?.stack ?? error))
      report.failures.push({ row: row.name, message: error instanceof Error ? error.message : String(error) })
    }
    // After every row: what was measured stays when a later one is broken off.
    save(report, out)
  }
  opponent?.close()
  await new Promise<void>((done) => process.stdout.write(asText(report), () => done()))
  return report.failures.length > 0 ? 1 : 0
}

async function webAssembly(): Promise<LoadedBackend> {
  return { tf: await loadWasm(), device: 'cpu', version: null, deviceNote: null }
}

function save(report: Report, folder: string): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'bench-engine.md'), asText(report))
  writeFileSync(join(folder, 'bench-engine.json'), `${JSON.stringify(report, null, 2)}\n`)
}

async function openPyTorch(device: 'cpu' | 'gpu'): Promise<PyTorch> {
  const python = process.env['MALAR_PYTHON']
  if (!python) throw new Error('MALAR_PYTHON names no Python with PyTorch.')
  const script = join(root, 'e2e', 'bench', 'engine', 'reference.py')
  return PyTorch.open(python, script, device, trunkFolder, (await busyShare()) > BUSY)
}

/** What the figures depend on. */
function machine(loaded: LoadedBackend, quick: boolean, opponent: PyTorch | null): string {
  const processors = cpus()
  const facts = [
    `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown processor'}`,
    `${Math.round(totalmem() / 2 ** 30)} GiB`,
    `Node ${process.versions.node}`,
    loaded.version === null
      ? 'WebAssembly on one core'
      : `TensorFlow ${loaded.version} on the ${loaded.device === 'gpu' ? 'graphics card' : 'processor'}`,
    ...(opponent ? [opponent.about] : []),
  ]
  return `Measured on ${facts.join('; ')}.${quick ? ' Quick sizes.' : ''}`
}

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}

run().then(
  (code) => process.exit(code),
  (error: unknown) => {
    say(String((error as Error)?.stack ?? error))
    process.exit(1)
  },
)
