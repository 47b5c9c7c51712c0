/** Is the new model better than the old, and is it worth anything: errors on subjects that it never saw. */
import { seeded } from './random'
import type { ErrorFigure, HeldOutResidual, Method, RaterDifference } from './records'
import { MalarError } from './words'

/** How much worse on average, on the unit scale, a candidate may look by chance and still count as not worse. */
const TOLERANCE = 0.01
const RESAMPLES = 2000
/** With fewer held-out subjects the bootstrap's interval is too narrow to judge a pad by. */
const MIN_JUDGING_SUBJECTS = 10

/** Errors of two ways to predict on one held-out region. */
export interface ErrorPair {
  subject: string
  /** Errors on the unit scale; their sign does not matter. */
  candidate: number
  current: number
}

export interface Comparison {
  /** The 90 % interval of the difference lies wholly below or above 0, or holds it. */
  outcome: 'better' | 'alike' | 'worse'
  /** Whether the outcome is `better`. */
  better: boolean
  /** Whether the candidate may replace the current one. */
  notWorse: boolean
  /** Mean absolute error of the candidate less that of the current one, unit scale; negative is better. */
  difference: number
  low: number
  high: number
  candidate: number
  current: number
  regions: number
  subjects: number
}

/** Mean absolute error of residuals; throws MalarError `no-data` when there are none. */
export function meanAbsolute(residuals: readonly number[]): number {
  if (!residuals.length) throw new MalarError('no-data', 'There are no scores to compare.')
  return residuals.reduce((sum, residual) => sum + Math.abs(residual), 0) / residuals.length
}

/** Root mean square of residuals; throws MalarError `no-data` when there are none. */
export function rootMeanSquare(residuals: readonly number[]): number {
  if (!residuals.length) throw new MalarError('no-data', 'There are no scores to compare.')
  return Math.sqrt(residuals.reduce((sum, residual) => sum + residual ** 2, 0) / residuals.length)
}

/**
 * Paired bootstrap by subject: both errors of a region stay together, and all regions of a subject, since
 * they are not independent.
 * @param pairs held-out regions with both errors
 * @throws MalarError `no-data` with fewer than two subjects, or when an error is not a number
 */
export function compareErrors(pairs: readonly ErrorPair[], seed = 1): Comparison {
  const sums = new Map<string, { candidate: number; current: number; count: number }>()
  for (const { subject, candidate, current } of pairs) {
    if (!Number.isFinite(candidate) || !Number.isFinite(current)) {
      throw new MalarError('no-data', 'A held-out error of the model is not a number. Train again.')
    }
    const own = sums.get(subject) ?? { candidate: 0, current: 0, count: 0 }
    own.candidate += Math.abs(candidate)
    own.current += Math.abs(current)
    own.count++
    sums.set(subject, own)
  }
  const subjects = [...sums.values()]
  if (subjects.length < 2) {
    throw new MalarError(
      'no-data',
      'Comparing two models needs scores of two subjects that neither has seen.',
    )
  }
  const random = seeded(seed)
  const differences = new Float64Array(RESAMPLES)
  for (let b = 0; b < RESAMPLES; b++) {
    let difference = 0
    let count = 0
    for (let i = 0; i < subjects.length; i++) {
      const drawn = subjects[random.integer(subjects.length)] as (typeof subjects)[number]
      difference += drawn.candidate - drawn.current
      count += drawn.count
    }
    differences[b] = difference / count
  }
  differences.sort()
  const candidate = meanAbsolute(pairs.map((pair) => pair.candidate))
  const current = meanAbsolute(pairs.map((pair) => pair.current))
  const difference = candidate - current
  const low = differences[Math.floor(0.05 * (RESAMPLES - 1))] as number
  const high = differences[Math.ceil(0.95 * (RESAMPLES - 1))] as number
  const outcome = high < 0 ? 'better' : low > 0 ? 'worse' : 'alike'
  return {
    outcome,
    better: outcome === 'better',
    notWorse: outcome === 'better' || (outcome === 'alike' && difference <= TOLERANCE),
    difference,
    low,
    high,
    candidate,
    current,
    regions: pairs.length,
    subjects: subjects.length,
  }
}

/** The comparison as a sentence. */
export function verdict(comparison: Comparison): string {
  const { candidate, current, low, high, regions, subjects } = comparison
  const seen = `on ${count(regions, 'region')} of ${count(subjects, 'subject')} that neither had seen`
  const figures = `its mean error is ${three(candidate)}, that of the model before ${three(current)} (difference ${signed(comparison.difference)}, 90 % interval ${signed(low)} to ${signed(high)})`
  const end = comparison.notWorse
    ? comparison.better
      ? 'The new model is better'
      : 'The new model is not worse'
    : comparison.outcome === 'worse'
      ? 'The new model is worse and is not used'
      : 'The new model may be worse and is not used'
  return `${end}: ${seen}, ${figures}.`
}

/**
 * Mean absolute errors of the model, of HOG with nearest neighbours where they were asked, and of the mean
 * predictor, region by region.
 * @returns the model's first, regions in the order of their first residual
 */
export function errorFigures(residuals: readonly HeldOutResidual[]): ErrorFigure[] {
  const figures: ErrorFigure[] = []
  for (const [region, own] of byRegion(residuals)) {
    const add = (method: Method, of: readonly HeldOutResidual[], residual: Residual): void => {
      figures.push({
        region,
        regions: of.length,
        subjects: subjectsOf(of),
        method,
        mae: meanAbsolute(of.map(residual)),
      })
    }
    add('model', own, ofModel)
    const compared = own.filter(hasHog)
    if (compared.length > 0) add('hog', compared, ofHog)
    add('mean', own, ofMean)
  }
  return figures
}

/** Whether a pad's model is worth it: better than both comparisons, than the mean only, or than neither. */
export type WorthVerdict = 'worth it' | 'no better than HOG' | 'not worth it' | 'not known'

export interface Worth {
  region: string
  verdict: WorthVerdict
  /** Null with too few held-out subjects. */
  againstMean: Comparison | null
  /** Null also where HOG with nearest neighbours was not asked. */
  againstHog: Comparison | null
  /** What two raters differ by, on the unit scale; null where no two have scored the pad. */
  ceiling: RaterDifference | null
  sentence: string
}

/**
 * Compares the model with the mean predictor and with HOG and nearest neighbours, region by region. It has to beat
 * both, each by the 5 % test that a 90 % interval gives; that needs no correction, because both have to be passed
 * (intersection–union test, Berger 1982). Over pads nothing is corrected.
 * @param raterDifferences by region, on the unit scale
 * @param range of the scale that the sentences speak of: its largest value less its smallest
 */
export function worthByRegion(
  residuals: readonly HeldOutResidual[],
  raterDifferences: readonly RaterDifference[] = [],
  range = 1,
  seed = 1,
): Worth[] {
  return [...byRegion(residuals)].map(([region, own]) => {
    const againstMean = compared(own, ofMean, seed)
    const againstHog = compared(own.filter(hasHog), ofHog, seed)
    const ceiling = raterDifferences.find((one) => one.region === region) ?? null
    const verdict = worthVerdict(againstMean, againstHog)
    const sentence = againstMean
      ? worthSentence(verdict, againstMean, againstHog, ceiling, range)
      : `Not known yet: ${count(subjectsOf(own), 'subject')} of at least ${MIN_JUDGING_SUBJECTS} were held out.`
    return { region, verdict, againstMean, againstHog, ceiling, sentence }
  })
}

function subjectsOf(own: readonly HeldOutResidual[]): number {
  return new Set(own.map(({ subject }) => subject)).size
}

function compared(own: readonly HeldOutResidual[], other: Residual, seed: number): Comparison | null {
  if (subjectsOf(own) < MIN_JUDGING_SUBJECTS) return null
  return compareErrors(
    own.map((one) => ({ subject: one.subject, candidate: one.residual, current: other(one) })),
    seed,
  )
}

function worthVerdict(mean: Comparison | null, hog: Comparison | null): WorthVerdict {
  if (!mean) return 'not known'
  if (!mean.better) return 'not worth it'
  return hog && !hog.better ? 'no better than HOG' : 'worth it'
}

function worthSentence(
  verdict: WorthVerdict,
  mean: Comparison,
  hog: Comparison | null,
  ceiling: RaterDifference | null,
  range: number,
): string {
  const value = (unit: number): string => errorText(unit, range)
  const raters = ceiling ? `; two raters differ by ${value(ceiling.difference)}` : ''
  const start = {
    'worth it': 'Worth it',
    'no better than HOG':
      hog?.outcome === 'worse'
        ? 'Worse than the cheap comparison (HOG + nearest neighbours)'
        : 'No better than the cheap comparison (HOG + nearest neighbours) yet',
    'not worth it':
      mean.outcome === 'worse'
        ? 'Not worth it, worse than always saying the mean'
        : 'Not worth it yet, no better than always saying the mean',
    'not known': '',
  }[verdict]
  const errors = [
    `the model is off by ${value(mean.candidate)} on average`,
    hog ? `HOG + nearest neighbours by ${value(hog.current)}` : 'HOG + nearest neighbours were not asked',
    `always the mean by ${value(mean.current)}`,
  ].join(', ')
  return `${start}: ${errors}, on ${count(mean.subjects, 'subject')} that it had not seen${raters}.`
}

/** An error on the unit scale as a value of the scale: three decimals from 0 to 1, two on grades. */
export function errorText(unit: number, range: number): string {
  return (unit * range).toFixed(range > 1 ? 2 : 3)
}

type Residual = (one: HeldOutResidual) => number
const ofModel: Residual = ({ residual }) => residual
const ofMean: Residual = ({ residualOfMean }) => residualOfMean
const ofHog: Residual = ({ residualOfHog }) => residualOfHog as number
const hasHog = ({ residualOfHog }: HeldOutResidual): boolean => typeof residualOfHog === 'number'

function byRegion(residuals: readonly HeldOutResidual[]): Map<string, HeldOutResidual[]> {
  const found = new Map<string, HeldOutResidual[]>()
  for (const residual of residuals) {
    const own = found.get(residual.region)
    if (own) own.push(residual)
    else found.set(residual.region, [residual])
  }
  return found
}

const three = (value: number): string => value.toFixed(3)

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`
}
