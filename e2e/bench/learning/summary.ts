/** Results of several trainings of the same size, brought together. */
import { compareErrors } from '../../../electron/domain/compare'
import { seeded } from '../../../electron/domain/random'
import { PADS } from './data'
import { type Figures, mean } from './metrics'
import type { PadResult, Result } from './run-job'

const RESAMPLES = 1000

/** One method at one size on one pad. */
export interface Cell {
  method: string
  size: number
  pad: string
  /** Means over the seeds that all methods share. */
  figures: Figures
  /** Standard error of the mean absolute error that comes from the choice of test subjects, by bootstrap. */
  error: number
  /** Standard deviation of the mean absolute error between seeds; null with one. */
  spread: number | null
  seeds: number
  /** Coverage and width over all seeds that gave intervals. */
  intervals: { coverage: number; width: number; seeds: number; lowest: number; highest: number } | null
}

/** All results of a run, to be asked for figures. */
export class Summary {
  readonly sizes: readonly number[]
  readonly methods: readonly string[]
  readonly pads: readonly string[]

  /** @param seeds those that all methods were run with; others count for intervals only */
  constructor(
    private readonly results: readonly Result[],
    private readonly seeds: readonly number[],
  ) {
    this.sizes = [...new Set(results.map(({ size }) => size))].sort((a, b) => a - b)
    this.methods = [...new Set(results.map(({ method }) => method))]
    this.pads = PADS.filter((pad) => results.some(({ pads }) => pads[pad]))
  }

  /** @returns null where it was not run */
  cell(method: string, size: number, pad: string): Cell | null {
    const all = this.#runs(method, size, pad)
    const shared = all.filter(({ seed }) => this.seeds.includes(seed)).map(({ result }) => result)
    if (shared.length === 0) return null
    const errors = shared.map(({ figures }) => figures.mae)
    const centre = mean(errors)
    return {
      method,
      size,
      pad,
      figures: meanFigures(shared.map(({ figures }) => figures)),
      error: bootstrapError(shared),
      spread:
        shared.length > 1
          ? Math.sqrt(errors.reduce((sum, one) => sum + (one - centre) ** 2, 0) / (shared.length - 1))
          : null,
      seeds: shared.length,
      intervals: intervalsOf(all.map(({ result }) => result.figures)),
    }
  }

  /** Mean absolute error; null where it was not run. */
  mae(method: string, size: number, pad: string): number | null {
    return this.cell(method, size, pad)?.figures.mae ?? null
  }

  /**
   * Mean absolute error of one method less that of another on the same subjects and seeds, with its 90 % interval
   * by a paired bootstrap over subjects; null where either was not run.
   */
  difference(
    method: string,
    other: string,
    size: number,
    pad: string,
  ): { difference: number; low: number; high: number } | null {
    const others = new Map(this.#runs(other, size, pad).map(({ seed, result }) => [seed, result]))
    const pairs = this.#runs(method, size, pad).flatMap(({ seed, result }) => {
      const errors = this.seeds.includes(seed) ? others.get(seed)?.errors : undefined
      if (!errors) return []
      return Object.entries(result.errors).map(([subject, candidate]) => ({
        subject,
        candidate,
        current: errors[subject] as number,
      }))
    })
    return pairs.length > 0 ? compareErrors(pairs) : null
  }

  #runs(method: string, size: number, pad: string): { seed: number; result: PadResult }[] {
    return this.results.flatMap((result) => {
      const own = result.method === method && result.size === size ? result.pads[pad] : undefined
      return own ? [{ seed: result.seed, result: own }] : []
    })
  }
}

function meanFigures(all: readonly Figures[]): Figures {
  const known = (name: keyof Figures): number | null => {
    const values = all.map((figures) => figures[name]).filter((value) => value !== null)
    return values.length > 0 ? mean(values) : null
  }
  return {
    mae: known('mae') as number,
    spearman: known('spearman'),
    icc: known('icc'),
    asymmetryVisit: known('asymmetryVisit'),
    asymmetrySubject: known('asymmetrySubject'),
    coverage: known('coverage'),
    width: known('width'),
    unknown: known('unknown') as number,
  }
}

/** Subjects are drawn, each with its mean error over the seeds. */
function bootstrapError(results: readonly PadResult[]): number {
  const subjects = Object.keys((results[0] as PadResult).errors)
  const errors = subjects.map((subject) => mean(results.map((result) => result.errors[subject] as number)))
  const random = seeded('test subjects')
  const means = Array.from({ length: RESAMPLES }, () =>
    mean(errors.map(() => errors[random.integer(errors.length)] as number)),
  )
  const centre = mean(means)
  return Math.sqrt(mean(means.map((value) => (value - centre) ** 2)))
}

function intervalsOf(all: readonly Figures[]): Cell['intervals'] {
  const given = all.filter(({ coverage }) => coverage !== null)
  if (given.length === 0) return null
  const coverages = given.map(({ coverage }) => coverage as number)
  return {
    coverage: mean(coverages),
    width: mean(given.map(({ width }) => width as number)),
    seeds: given.length,
    lowest: Math.min(...coverages),
    highest: Math.max(...coverages),
  }
}
