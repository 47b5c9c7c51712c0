/** The sample study: synthetic patients, photographed twice, half of them scored by two simulated raters. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ATLAS } from './atlas'
import { writeAtomically } from './atomic-file'
import { DEFAULT_RATERS, createFaceModel, simulateRater, synthesizeCohort } from './cohort/cohort'
import type { CohortPhotograph, SideScores, SimulatedRater } from './cohort/cohort'
import { csvLine } from './domain/csv'
import { MalarError } from './domain/words'
import type { Side } from './domain/words'
import { NO_ENGINE, NO_ENGINE_WORDS } from './learning/device'
import { assetPath } from './paths'
import { importScores } from './score-import'
import type { Services } from './services'

/** Days of the two visits of every subject. */
const VISITS = [0, 90]
export const SAMPLE_SUBJECTS = 60
export const SAMPLE_SEED = 2016
export const SAMPLE_STUDY = 'Sample study.malar'

export interface DemoFiles {
  folder: string
  study: string
  photographs: number
  scores: number
}

/** A session and an importer of their own, so that the person's open study is left alone. */
export type DemoTools = Pick<Services, 'session' | 'importing'>

export type DemoProgress = (step: 'drawing' | 'importing', done: number, total: number) => void

/**
 * Makes a folder with the photographs, their manifest, the raters' scores, the known truth in a file of its own,
 * and the study that holds all but the truth.
 * @param subjects number of synthetic subjects; the first half is scored
 * @throws MalarError `exists` when the folder holds such a study already
 */
export async function makeDemo(
  { session, importing }: DemoTools,
  folder: string,
  subjects: number,
  seed: number,
  onProgress: DemoProgress,
): Promise<DemoFiles> {
  mkdirSync(join(folder, 'photographs'), { recursive: true })
  const study = session.create(join(folder, SAMPLE_STUDY), {
    name: 'Sample study',
    regions: ATLAS.regions.filter(({ right }) => right).map(({ id }) => id),
    scale: 'continuous',
    rater: '',
  })
  const total = subjects * VISITS.length
  const scored = Math.ceil(subjects / 2) * VISITS.length
  const manifest = [csvLine(['file', 'subject', 'day', 'view', 'mirrored'])]
  const scores = [csvLine(['file', 'region', 'side', 'rater', 'score', 'round', 'presentation'])]
  const truth = [csvLine(['file', 'subject', 'day', 'region', 'side', 'truth'])]
  const model = createFaceModel(readFileSync(assetPath('atlas', 'canonical_face_model.obj'), 'utf8'), ATLAS)
  const raters = DEFAULT_RATERS.map((traits) => simulateRater(traits.name, traits, seed))
  let done = 0
  for (const photograph of synthesizeCohort(model, { subjects, visits: VISITS, seed })) {
    const file = `photographs/${photograph.file}`
    writeFileSync(join(folder, file), photograph.jpeg)
    manifest.push(csvLine([file, photograph.subject, photograph.day, photograph.view, 'no']))
    for (const { region, side, value } of padsOf(photograph)) {
      truth.push(csvLine([file, photograph.subject, photograph.day, region, side, Number(value.toFixed(6))]))
      if (done < scored) scores.push(...scoreLines(raters, file, region, side, value))
    }
    onProgress('drawing', ++done, total)
    // The generator computes at length; windows and messages get their turn between two photographs.
    await new Promise((resolve) => setImmediate(resolve))
  }
  writeAtomically(folder, 'manifest.csv', manifest)
  writeAtomically(folder, 'scores.csv', scores)
  writeAtomically(folder, 'truth.csv', truth)

  const plan = await importing.plan(study, [], join(folder, 'manifest.csv'))
  const report = await importing.accept(plan.id, 'photograph', (at, all) => onProgress('importing', at, all))
  if (report.unsought > 0) {
    throw new MalarError(NO_ENGINE, `The sample study cannot be made without the engine. ${NO_ENGINE_WORDS}`)
  }
  if (report.new !== total || report.noFace > 0) {
    throw new MalarError(
      'sample',
      `The sample study is not whole: ${report.new} of ${total} photographs, ${report.noFace} without a face.`,
    )
  }
  const { added, refused } = await importScores(study, join(folder, 'scores.csv'))
  if (refused[0]) throw new MalarError('sample', `The sample study is not whole: ${refused[0].reason}`)
  return { folder, study: study.path, photographs: report.new, scores: added }
}

function* padsOf(photograph: CohortPhotograph): Generator<{ region: string; side: Side; value: number }> {
  for (const [region, sides] of Object.entries(photograph.truth) as [string, SideScores][]) {
    for (const side of ['right', 'left'] as const) yield { region, side, value: sides[side] }
  }
}

function scoreLines(
  raters: readonly SimulatedRater[],
  file: string,
  region: string,
  side: Side,
  value: number,
): string[] {
  return raters.map((rater) =>
    csvLine([file, region, side, rater.name, rater.score(value, `${file} ${region} ${side}`), '', 1]),
  )
}
