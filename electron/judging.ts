/** How a model is judged: residuals of subjects it never saw, errors beside the mean predictor, and the verdict. */
import { createHash } from 'node:crypto'
import type { LabelledRegion, StudyReader } from '../db/reader'
import type { TrainingRequest } from './contract'
import { compareErrors, verdict } from './domain/compare'
import { prepare } from './domain/neighbours'
import { Predictor } from './domain/predict'
import type { HeldOutResidual, Model } from './domain/records'

/**
 * Residuals of a fold's regions, each predicted from neighbours outside the fold.
 * @param vectors embeddings of all labelled regions by a model that was trained without the fold's subjects
 * @param heldOut the fold's subjects
 */
export function residualsOf(
  labelled: readonly LabelledRegion[],
  labels: ReadonlyMap<number, number>,
  vectors: ReadonlyMap<number, Float32Array>,
  heldOut: readonly string[],
): HeldOutResidual[] {
  const out = new Set(heldOut)
  const known = labelled.filter(({ subject }) => !out.has(subject))
  const dimensions = vectors.values().next().value?.length ?? 0
  const matrix = new Float32Array(known.length * dimensions)
  known.forEach(({ key }, i) => matrix.set(vectors.get(key) as Float32Array, i * dimensions))
  const predictor = new Predictor(
    prepare(
      known.map((one) => ({ ...one, label: labels.get(one.key) as number })),
      matrix,
      dimensions,
    ),
  )
  const means = meansByRegion(known, labels)
  const residuals: HeldOutResidual[] = []
  for (const { key, region, subject, seenBefore } of labelled) {
    // A score given in sight of a suggestion is not independent of the model: it can teach, but not judge.
    if (!out.has(subject) || seenBefore) continue
    const label = labels.get(key) as number
    const mean = means.get(region)
    const { estimate } = predictor.read(vectors.get(key) as Float32Array, region, subject)
    if (mean === undefined || estimate.value === null) continue
    residuals.push({ region, subject, key, residual: label - estimate.value, residualOfMean: label - mean })
  }
  return residuals
}

/**
 * Whether the new model may replace the one in use, and the sentence that says why. Both are compared on regions
 * that neither had learned from; the first model of a study is used as long as it beats the mean.
 * @throws MalarError `no-data` when fewer than two subjects were held out
 */
export function verdictOn(
  residuals: readonly HeldOutResidual[],
  current: Model | null,
  seed: number,
): { use: boolean; sentence: string } {
  const before = new Map((current?.figures.residuals ?? []).map(({ key, residual }) => [key, residual]))
  const shared = residuals.filter(({ key }) => before.has(key))
  if (new Set(shared.map(({ subject }) => subject)).size >= 2) {
    const comparison = compareErrors(
      shared.map((one) => ({
        subject: one.subject,
        candidate: one.residual,
        current: before.get(one.key) as number,
      })),
      seed,
    )
    return { use: comparison.notWorse, sentence: verdict(comparison) }
  }
  const {
    outcome,
    candidate,
    current: mean,
    subjects,
  } = compareErrors(
    residuals.map((one) => ({ subject: one.subject, candidate: one.residual, current: one.residualOfMean })),
    seed,
  )
  const figures = `mean error ${candidate.toFixed(3)} against ${mean.toFixed(3)} by always saying the average, on ${subjects} subjects that it had not seen`
  const sentence = {
    better: `The model is better than the average: ${figures}.`,
    alike: `The model is not shown to be better than the average yet: ${figures}.`,
    worse: `The model is worse than the average and is not used: ${figures}.`,
  }[outcome]
  return { use: outcome !== 'worse', sentence }
}

/** Mean absolute difference of two raters on the unit scale, over all regions; null with one rater. */
export function raterDifference(reader: StudyReader): number | null {
  const { scale } = reader.info()
  const pairs = reader.raterPairs()
  if (pairs.length === 0) return null
  return pairs.reduce((sum, { a, b }) => sum + Math.abs(a - b), 0) / pairs.length / (scale.max - scale.min)
}

/** SHA-256 over everything that a training depends on: crops, labels, settings. */
export function dataHash(
  reader: StudyReader,
  labelled: readonly LabelledRegion[],
  request: TrainingRequest,
): string {
  const hash = createHash('sha256')
  hash.update(JSON.stringify([request.objective, request.seed]))
  for (const { key, region, side, subject, mean } of labelled) {
    hash.update(JSON.stringify([region, side, subject, mean]))
    const crop = reader.crop(key)
    if (crop) hash.update(crop)
  }
  return hash.digest('hex')
}

function meansByRegion(
  labelled: readonly LabelledRegion[],
  labels: ReadonlyMap<number, number>,
): Map<string, number> {
  const sums = new Map<string, { sum: number; count: number }>()
  for (const { key, region } of labelled) {
    const known = sums.get(region) ?? { sum: 0, count: 0 }
    sums.set(region, { sum: known.sum + (labels.get(key) as number), count: known.count + 1 })
  }
  return new Map([...sums].map(([region, { sum, count }]) => [region, sum / count]))
}
