/** How a model is judged: the verdict on its held-out residuals, the human ceiling, and what it learned from. */
import { createHash } from 'node:crypto'
import type { LabelledRegion, StudyReader } from '../db/reader'
import type { TrainingRequest } from './contract'
import { compareErrors, verdict } from './domain/compare'
import type { HeldOutResidual, Model } from './domain/records'
import { MalarError } from './domain/words'

/**
 * Whether the new model may replace the one in use, and the sentence that says why. Both are compared on regions
 * that neither had learned from; the first model of a study is used as long as it errs no more than the mean.
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
  // Learned from labels that mean nothing, a model errs more than the average; that must not become suggestions.
  const use = outcome === 'better' || (outcome === 'alike' && candidate <= mean)
  const sentence = {
    better: `The model is better than the average: ${figures}.`,
    alike: `The model is not shown to be better than the average yet${use ? '' : ' and is not used'}: ${figures}.`,
    worse: `The model is worse than the average and is not used: ${figures}.`,
  }[outcome]
  return { use, sentence }
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

/**
 * Refuses to judge a model on too little.
 * @param subjects how many were held out of one network or another
 * @throws MalarError `no-data` with fewer than two of them, `cancelled` where a cancel is why
 */
export function assertJudged(subjects: number, cancelled: boolean): void {
  if (subjects >= 2) return
  if (cancelled) {
    throw new MalarError(
      'cancelled',
      'The training was cancelled before the model had been judged on two subjects. Nothing has changed.',
    )
  }
  throw new MalarError(
    'no-data',
    'No model can be judged: it takes scores of two subjects that were given without sight of a suggestion. Score some in a blind round, then learn.',
  )
}
