/** The benchmark's main process: the app's own parts, put together as main.ts does, and the rows that measure them. */
import { app } from 'electron'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EngineClient } from '../../electron/engine-client'
import { Importing } from '../../electron/importing'
import { appPath } from '../../electron/paths'
import { declareScheme, readPages, registerScheme, serveDecoder } from '../../electron/protocol'
import { decoderSession, harden } from '../../electron/security'
import { Suggesting } from '../../electron/suggesting'
import type { Bench, Figure, Row } from './bench'
import { LargeStudies } from './large-study'
import { Portraits } from './portraits'
import { machine, table } from './report'
import { exportRow } from './rows/export'
import { importRow } from './rows/import'
import { embedRow, trainRow } from './rows/learning'
import { neighboursRow } from './rows/neighbours'
import { openRow } from './rows/open'
import { scoreRow } from './rows/score'
import { suggestRow } from './rows/suggest'
import { windowRow } from './rows/window'

const ROWS: readonly Row[] = [
  importRow,
  scoreRow,
  trainRow,
  embedRow,
  neighboursRow,
  suggestRow,
  openRow,
  exportRow,
  windowRow,
]

/** The checkout: this program is built into its build/. */
const root = join(__dirname, '..')

const folder = mkdtempSync(join(tmpdir(), 'malar-bench-'))
app.setPath('userData', join(folder, 'profile'))
// Electron was given the benchmark's folder as the application; assets lie beside the app's own.
;(app as unknown as { setAppPath(path: string): void }).setAppPath(root)
harden()
declareScheme()
// The hidden decoder is the only window; Electron would quit with it.
app.on('window-all-closed', () => undefined)

const engine = new EngineClient()

function end(code: number): void {
  engine.stop()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  app.exit(code)
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => end(130))

void app.whenReady().then(async () => {
  try {
    end(await run(process.argv.slice(process.argv.indexOf('--') + 1)))
  } catch (error) {
    say(String((error as Error)?.stack ?? error))
    end(1)
  }
})

/** @returns the exit status */
async function run(words: readonly string[]): Promise<number> {
  const quick = words.includes('--quick')
  const named = words.filter((word) => word !== '--quick')
  const unknown = named.find((word) => !ROWS.some(({ name }) => name === word))
  if (unknown !== undefined) {
    say(`There is no row “${unknown}”: ${ROWS.map(({ name }) => name).join(', ')}, and the option --quick.`)
    return 2
  }
  const pages = readPages(appPath('renderer'))
  registerScheme(decoderSession(), (url) => serveDecoder(url, pages))

  const portraits = new Portraits(folder)
  const bench: Bench = {
    quick,
    folder,
    engine,
    importing: new Importing(engine),
    suggesting: new Suggesting(engine),
    portraits,
    large: new LargeStudies(folder, portraits, quick, say),
    say,
  }
  const before = machine(quick, null)
  const figures: Figure[] = []
  let failed = 0
  for (const row of ROWS) {
    if (named.length > 0 && !named.includes(row.name)) continue
    say(`── ${row.name}`)
    try {
      const made = await row.run(bench)
      for (const { what, result } of made) say(`${what}: ${result}`)
      figures.push(...made)
    } catch (error) {
      failed++
      const message = error instanceof Error ? error.message : String(error)
      say(String((error as Error)?.stack ?? error))
      figures.push({ what: row.name, result: 'failed', how: message })
    }
  }
  const facts = engine.running ? machine(quick, await tensorflow()) : before
  const text = `${table(figures)}\n\n${facts}\n`
  mkdirSync(join(root, 'out'), { recursive: true })
  writeFileSync(join(root, 'out', 'bench.md'), text)
  await new Promise<void>((done) => process.stdout.write(text, () => done()))
  return failed > 0 ? 1 : 0
}

async function tensorflow(): Promise<string> {
  const { device, tensorflow } = await engine.ask('hello', { device: 'auto' })
  return `TensorFlow ${tensorflow} on the ${device}`
}

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}
