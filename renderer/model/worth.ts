import { worthByRegion, type Comparison, type WorthVerdict } from '../../electron/domain/compare'
import { coverageBand, MIN_CALIBRATION_SUBJECTS } from '../../electron/domain/interval'
import { completeFigures } from '../../electron/domain/records/complete-figures'
import type { Depth, Method, Model } from '../../electron/domain/records'

/** What the model is worth on one pad; errors on the unit scale, null where not measured. */
export interface WorthRow {
  region: string
  model: number
  hog: number | null
  mean: number | null
  /** What two raters differ by. */
  raters: number | null
  regions: number
  subjects: number
  verdict: WorthVerdict
  sentence: string
}

/**
 * The held-out errors of a model, one row a pad.
 * @param range of the scale that the sentences speak of
 */
export function worthRows({ figures }: Model, range: number): WorthRow[] {
  const { errors, residuals, raterDifference, raterDifferences } = completeFigures(figures)
  // Models of earlier versions know one figure for all pads.
  const ofAll = raterDifferences.length === 0 ? raterDifference : null
  const worth = worthByRegion(residuals, raterDifferences, range)
  const mae = (region: string, method: Method): number | null =>
    errors.find((one) => one.method === method && one.region === region)?.mae ?? null
  return errors
    .filter(({ method }) => method === 'model')
    .map(({ region, mae: model, regions, subjects }) => {
      const own = worth.find((one) => one.region === region)
      return {
        region,
        model,
        hog: mae(region, 'hog'),
        mean: mae(region, 'mean'),
        raters: raterDifferences.find((one) => one.region === region)?.difference ?? ofAll,
        regions,
        subjects,
        verdict: own?.verdict ?? 'not known',
        sentence: own?.sentence ?? 'Not known: this model keeps no errors of single regions.',
      }
    })
}

export const VERDICT_WORDS: Record<WorthVerdict, string> = {
  'worth it': 'Worth it',
  'no better than HOG': 'No better than HOG',
  'not worth it': 'Not worth it yet',
  'not known': 'Not known yet',
}

/** On how many pads the model is worth it, as a sentence. */
export function worthSummary(rows: readonly WorthRow[]): string {
  const number = (verdict: WorthVerdict): number => rows.filter((row) => row.verdict === verdict).length
  const parts = [
    `Worth it on ${number('worth it')} of ${rows.length} pad${rows.length === 1 ? '' : 's'}`,
    number('no better than HOG') && `no better than the cheap comparison on ${number('no better than HOG')}`,
    number('not worth it') && `not worth it yet on ${number('not worth it')}`,
    number('not known') && `not known yet on ${number('not known')}`,
  ]
  return `${parts.filter(Boolean).join(', ')}.`
}

/** The same in a few words, for a table. */
export function worthShort(rows: readonly WorthRow[]): string {
  if (rows.length === 0) return 'not measured'
  const number = rows.filter(({ verdict }) => verdict === 'worth it').length
  return `${number} of ${rows.length} pad${rows.length === 1 ? '' : 's'}`
}

/** Mean over pads of a method's error, unit scale; null where not measured. */
export function meanError({ figures }: Model, method: Method): number | null {
  const own = figures.errors.filter((figure) => figure.method === method)
  return own.length === 0 ? null : own.reduce((sum, { mae }) => sum + mae, 0) / own.length
}

/** Mean over pads of what two raters differ by, unit scale; null where no pad has two raters. */
export function humanCeiling({ figures }: Model): number | null {
  const { raterDifferences, raterDifference } = completeFigures(figures)
  if (raterDifferences.length === 0) return raterDifference
  return raterDifferences.reduce((sum, { difference }) => sum + difference, 0) / raterDifferences.length
}

/** How far readings are drawn to the mean; empty where they are taken as they are. */
export function drawnWords({ figures }: Model): string {
  const percent = Math.round(100 * completeFigures(figures).levelShare)
  if (percent === 100) return ''
  return `Its readings spread too far, as subjects show that it has not seen: a suggestion keeps ${percent} % of its distance from the mean of the pad.`
}

/** What the intervals promise and what they held. */
export function coverageWords({ figures }: Model): string {
  const { residuals, coverage } = completeFigures(figures)
  const percent = (share: number): string => `${(100 * share).toFixed(0)} %`
  const pads = new Map<string, Set<string>>()
  for (const { region, subject } of residuals) {
    const subjects = pads.get(region) ?? new Set()
    pads.set(region, subjects.add(subject))
  }
  const enough = [...pads.values()].map(({ size }) => size).filter((size) => size >= MIN_CALIBRATION_SUBJECTS)
  if (enough.length === 0) {
    return `Intervals: none yet. They need ${MIN_CALIBRATION_SUBJECTS} held-out subjects on a pad.`
  }
  const fewest = Math.min(...enough)
  const band = coverageBand(fewest)
  const promise = `Intervals are meant to hold 90 % of the scores of new subjects; calibrated on ${fewest} subjects, the true share lies between ${percent(band.low)} and ${percent(band.high)}.`
  if (!coverage) return `${promise} How many they do hold has not been measured.`
  return `${promise} Measured on ${coverage.subjects} subjects: ${percent(coverage.found)}, where ${percent(coverage.nominal)} were meant.`
}

/** How much of the image network a model learned with, in words. */
export const DEPTH_WORDS: Record<Depth, string> = {
  head: 'last layers',
  upper: 'upper half',
  all: 'whole network',
}

/** Day and time of an instant, as the computer writes them. */
export function whenWords(at: string): string {
  return new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })
}

const OUTCOMES = { better: 'errs less', alike: 'cannot be told apart', worse: 'errs more' } as const

/** What a comparison says of the first model, beside the other. */
export function outcomeWords(comparison: Comparison | null): string {
  return comparison ? OUTCOMES[comparison.outcome] : 'not known'
}
