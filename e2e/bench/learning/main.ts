/** The benchmark of learning: from rendered faces to the error on subjects that no method has seen. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CONTENDERS, contenderOf } from './contenders'
import type { Kind } from './data'
import type { CacheNames } from './cache'
import { type Options, readOptions } from './options'
import { type Job, planJobs } from './plan'
import { Pool } from './pool'
import { type About, report } from './report'
import type { Result } from './run-job'
import { Summary } from './summary'
import { short } from './targets'
import { assetsOf, serve } from './worker'

/** The checkout: this program is built into its build/. */
const root = join(__dirname, '..')
const cacheFolder = process.env['MALAR_BENCH_CACHE'] ?? join(root, 'build', 'bench-learning')

async function run(words: readonly string[]): Promise<number> {
  const options = readOptions(words)
  if (typeof options === 'string') {
    say(options)
    return 2
  }
  const jobs = planJobs(
    options,
    CONTENDERS.map(({ methods }) => methods),
  )
  const pool = new Pool(__filename, options.workers)
  try {
    const names = await prepare(pool, jobs)
    const about = aboutOf(options, words, jobs)
    const results: Result[] = []
    let failures = 0
    const start = Date.now()
    await pool.run(
      'job',
      jobs.map((job) => ({ names, job })),
      (made, { job }) => {
        results.push(...made)
        for (const result of made) say(`${progress(job, result)} (${secondsText(start)})`)
        // After every job: what was measured stays when the run is broken off.
        save(results, options, about)
      },
      // The other methods are not to suffer for it.
      (message, { job: { methods, size, seed } }) => {
        failures++
        say(`${methods.join(', ')} with ${size} subjects, seed ${seed}, failed: ${message}`)
      },
    )
    const text = save(results, options, about)
    if (options.write) writeFileSync(join(root, 'e2e', 'bench', 'learning', 'RESULTS.md'), text)
    await new Promise<void>((done) => process.stdout.write(text, () => done()))
    return failures > 0 ? 1 : 0
  } finally {
    pool.close()
  }
}

/** Fills the cache with the subjects of the jobs. */
async function prepare(pool: Pool, jobs: readonly Job[]): Promise<CacheNames> {
  const found: CacheNames[] = []
  await pool.run('names', [{}], (answer) => found.push(answer))
  const names = found[0] as CacheNames
  const kinds = new Map<number, Set<Kind>>()
  for (const { methods, training, test } of jobs) {
    for (const subject of [...training, ...test]) {
      const needs = contenderOf(methods[0] as string).needs
      kinds.set(subject, new Set([...(kinds.get(subject) ?? []), ...needs]))
    }
  }
  const subjects = [...kinds.keys()].sort((a, b) => a - b)
  const start = Date.now()
  let done = 0
  await pool.run(
    'prepare',
    subjects.map((subject) => ({ names, subject, kinds: [...(kinds.get(subject) ?? [])] })),
    () => {
      if (++done % 25 === 0 || done === subjects.length) {
        say(`${done} of ${subjects.length} subjects are photographed (${secondsText(start)})`)
      }
    },
  )
  return names
}

function save(results: readonly Result[], options: Options, about: About): string {
  // Jobs end in another order every time.
  const order = ({ method, size, seed }: Result): string =>
    `${String(size).padStart(6)} ${method} ${String(seed).padStart(8)}`
  const sorted = [...results].sort((a, b) => (order(a) < order(b) ? -1 : 1))
  const text = report(new Summary(sorted, options.seeds), about)
  const folder = join(root, 'out')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'bench-learning.md'), text)
  writeFileSync(join(folder, 'bench-learning.json'), `${JSON.stringify(sorted)}\n`)
  return text
}

function aboutOf({ seeds, validation }: Options, words: readonly string[], jobs: readonly Job[]): About {
  const given = words.filter((word) => word !== '--write')
  return {
    command: ['npm run bench:learning', ...(given.length > 0 ? ['--', ...given] : [])].join(' '),
    sentences: [
      `Rendered subjects with two visits of two photographs each, light, pose and camera different in each; crops cut at detected landmarks; a rater with an error of .05 on every photograph.`,
      `Figures are against the truth on ${jobs[0]?.test.length ?? 0} ${validation ? 'validation' : 'test'} subjects, whom no method has seen, and means over ${seeds.length} ${seeds.length === 1 ? 'seed' : 'seeds'}, each with its own draw of subjects to learn from.`,
      `A crop of which Malar says that it does not know counts with the mean label.`,
      `Drawings, not patients: nothing here holds for real faces.`,
    ],
  }
}

function progress({ size, seed }: Job, { method, pads }: Result): string {
  const errors = Object.entries(pads).map(([pad, { figures }]) => `${pad} ${short(figures.mae)}`)
  return `${method}, ${size} subjects, seed ${seed}: ${errors.join(', ')}`
}

function secondsText(start: number): string {
  return `${Math.round((Date.now() - start) / 1000)} s`
}

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}

const words = process.argv.slice(2)
if (words[0] === '--worker') serve(assetsOf(__dirname), cacheFolder)
else {
  run(words).then(
    (code) => process.exit(code),
    (error: unknown) => {
      say(String((error as Error)?.stack ?? error))
      process.exit(1)
    },
  )
}
