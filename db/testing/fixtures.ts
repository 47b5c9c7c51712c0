/** Studies for tests: real files in a folder of their own. */
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { ModelFigures, NewScore } from '../../electron/domain/records'
import { gradeScale } from '../../electron/domain/scale'
import { MalarError } from '../../electron/domain/words'
import { createStudy } from '../study'
import type { OpenOptions, StudyFile } from '../study-file'
import type { NewPhotograph } from '../writer'

/** A folder of its own; the caller removes it. */
export function temporaryFolder(): string {
  return fs.mkdtempSync(path.join(os.tmpdir(), 'malar-db-'))
}

/** A clock that goes on by a second with every look. */
export function steadyClock(start = '2026-01-01T00:00:00.000Z'): () => Date {
  let now = Date.parse(start)
  return () => new Date((now += 1000))
}

/** The plainest study: two regions, grades from 0 to 4, two raters. */
export function newStudy(file: string, options: OpenOptions = {}): StudyFile {
  return createStudy(
    file,
    { name: 'Pilot', regions: ['malar_soof', 'jowl'], scale: gradeScale(4, 1), raters: ['anna', 'ben'] },
    { clock: steadyClock(), appVersion: '0.1.0-test', ...options },
  )
}

export const SQUARE = [[10, 10], [20, 10], [20, 20], [10, 20]] as const // prettier-ignore

/** Photograph number `n`; everything in it follows from the number. */
export function photograph(n: number, changes: Partial<NewPhotograph> = {}): NewPhotograph {
  const sides = ['right', 'left'] as const
  return {
    sha256: createHash('sha256').update(`photograph ${n}`).digest('hex'),
    subject: `S${String(n).padStart(5, '0')}`,
    day: 0,
    view: 'frontal',
    mirrored: false,
    width: 640,
    height: 480,
    mime: 'image/jpeg',
    bytes: Buffer.from(`bytes of photograph ${n}. `.repeat(40)),
    thumbnail: Buffer.from(`thumbnail ${n}`),
    landmarks: { points: [[1, 2], [3.5, 4.25]], confidence: 0.9 }, // prettier-ignore
    interOcular: 120,
    quality: null,
    regions: ['malar_soof', 'jowl'].flatMap((region) =>
      sides.map((side) => ({
        region,
        side,
        polygon: SQUARE,
        origin: 'atlas' as const,
        crop: Buffer.from(`crop ${n} ${region} ${side}`),
      })),
    ),
    ...changes,
  }
}

/**
 * A score of the first rater outside any round.
 * @param value null for `covered`
 */
export function score(region: number, value: number | null, changes: Partial<NewScore> = {}): NewScore {
  return {
    region,
    rater: 1,
    round: null,
    presentation: 1,
    value,
    reason: value === null ? 'covered' : null,
    note: '',
    suggestionSeen: 'no',
    suggestion: null,
    seconds: 2.5,
    ...changes,
  }
}

export const FIGURES: ModelFigures = {
  errors: [],
  residuals: [],
  raterDifference: null,
  losses: [{ step: 1, loss: 3.2 }],
  chanceLoss: 3.18,
  verdict: 'First model.',
}

export const MODEL = {
  objective: 'soft',
  seed: 7,
  device: 'cpu' as const,
  steps: 100,
  dataHash: 'ab'.repeat(32),
  subjects: 10,
  labels: 40,
  figures: FIGURES,
  depth: 'head' as const,
  networks: 1,
  folds: [],
}

/** SHA-256 of the bytes, in hexadecimal. */
export function hashOfFile(file: string): string {
  return createHash('sha256').update(fs.readFileSync(file)).digest('hex')
}

/** What was thrown, as code and sentence. */
export function thrown(work: () => unknown): MalarError {
  try {
    work()
  } catch (error) {
    if (error instanceof MalarError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}
