/** What Malar is meant to reach, and whether it did. */
import { SINGLE_SIDE, TITLES } from './contenders'
import { FAR_METHOD, FAR_SIZE, INTERVAL_SIZE } from './plan'
import { mean } from './metrics'
import type { Summary } from './summary'

export interface Verdict {
  target: string
  /** What was found on each pad that was measured. */
  found: { pad: string; text: string; met: boolean }[]
  /** On all pads, on their mean only, on neither; or nothing was there to judge by. */
  outcome: 'met' | 'met on average' | 'missed' | 'not measured'
}

/** A figure of one pad or of the mean over the pads, and whether it is good enough. */
interface Judged {
  value: number
  text: string
}

/** How far behind the best method still counts as level with it. */
const LEVEL_WITH = 0.003
const SHUFFLED_WITHIN = 0.01
const ASYMMETRY = { size: 200, least: 0.5 }
const COVERAGE = { low: 0.86, high: 0.94 }

/** Every target, judged by what was run. */
export function judge(summary: Summary): Verdict[] {
  return [
    ahead(summary, 20, 0.02),
    ahead(summary, 50, 0.03),
    best(summary),
    betterThanSingleSide(summary),
    verdict(
      summary,
      `asymmetry: rank correlation of at least ${ASYMMETRY.least} at ${ASYMMETRY.size} subjects, both visits used`,
      (pad) => judged(summary.cell('shipped', ASYMMETRY.size, pad)?.figures.asymmetrySubject),
      (value) => value >= ASYMMETRY.least,
    ),
    verdict(
      summary,
      `coverage of the 90 % interval at ${INTERVAL_SIZE} subjects between ${COVERAGE.low} and ${COVERAGE.high}`,
      (pad) => {
        const found = summary.cell('shipped', INTERVAL_SIZE, pad)?.intervals
        if (!found) return null
        const { coverage, lowest, highest, width, seeds } = found
        const text = `${short(coverage)} (${short(lowest)} to ${short(highest)} over ${seeds} seeds), width ${short(width)}`
        return { value: coverage, text }
      },
      (value) => value >= COVERAGE.low && value <= COVERAGE.high,
    ),
    shuffledLikeMean(summary),
    fewAsMany(summary),
  ]
}

function ahead(summary: Summary, size: number, least: number): Verdict {
  return verdict(
    summary,
    `at ${size} subjects ahead of HOG + ridge by at least ${short(least)}`,
    (pad) => {
      const found = summary.difference('shipped', 'hog-ridge', size, pad)
      if (!found) return null
      const text = `${signed(-found.difference)} (${signed(-found.high)} to ${signed(-found.low)})`
      return { value: -found.difference, text }
    },
    (value) => value >= least,
  )
}

function best(summary: Summary): Verdict {
  const others = summary.methods.filter((method) => !method.startsWith('shipped') && method !== 'shuffled')
  return verdict(
    summary,
    `the best method, or within ${LEVEL_WITH} of it, at every size`,
    (pad) => worstGap(summary, others, pad),
    (value) => value <= LEVEL_WITH,
  )
}

function betterThanSingleSide(summary: Summary): Verdict {
  return verdict(
    summary,
    'better than every method that sees one side, at every size',
    (pad) => worstGap(summary, SINGLE_SIDE, pad),
    (value) => value < 0,
  )
}

/** How far Malar is behind the best of the others at the size at which that is most. */
function worstGap(summary: Summary, others: readonly string[], pad: string): Judged | null {
  let worst: Judged | null = null
  for (const size of summary.sizes) {
    const own = summary.mae('shipped', size, pad)
    if (own === null) continue
    for (const other of others) {
      const theirs = summary.mae(other, size, pad)
      if (theirs === null || own - theirs <= (worst?.value ?? -Infinity)) continue
      worst = {
        value: own - theirs,
        text: `${signed(own - theirs)} at ${size} against ${TITLES[other] ?? other}`,
      }
    }
  }
  return worst
}

function shuffledLikeMean(summary: Summary): Verdict {
  return verdict(
    summary,
    `learned from shuffled labels, no further than ${SHUFFLED_WITHIN} from the mean`,
    (pad) => {
      let worst: Judged | null = null
      for (const size of summary.sizes) {
        const shuffled = summary.mae('shuffled', size, pad)
        const plain = summary.mae('mean', size, pad)
        if (shuffled === null || plain === null) continue
        const gap = shuffled - plain
        if (Math.abs(gap) > Math.abs(worst?.value ?? 0))
          worst = { value: gap, text: `${signed(gap)} at ${size}` }
      }
      return worst
    },
    (value) => Math.abs(value) <= SHUFFLED_WITHIN,
  )
}

function fewAsMany(summary: Summary): Verdict {
  const target = `on the jowl 20 subjects give what HOG + kNN gives with ${FAR_SIZE}`
  const few = summary.mae('shipped', 20, 'jowl')
  const many = summary.mae(FAR_METHOD, FAR_SIZE, 'jowl')
  if (few === null || many === null) return { target, found: [], outcome: 'not measured' }
  const text = `${short(few)} against ${short(many)}`
  const met = few <= many
  return { target, found: [{ pad: 'jowl', text, met }], outcome: met ? 'met' : 'missed' }
}

/**
 * @param of what was found on a pad; null where it was not measured
 * @param holds whether a value is good enough, also that of the mean over the pads
 */
function verdict(
  summary: Summary,
  target: string,
  of: (pad: string) => Judged | null,
  holds: (value: number) => boolean,
): Verdict {
  const all = summary.pads.flatMap((pad) => {
    const found = of(pad)
    return found ? [{ pad, ...found, met: holds(found.value) }] : []
  })
  const found = all.map(({ pad, text, met }) => ({ pad, text, met }))
  if (all.length === 0) return { target, found, outcome: 'not measured' }
  if (all.every(({ met }) => met)) return { target, found, outcome: 'met' }
  const average = holds(mean(all.map(({ value }) => value)))
  return { target, found, outcome: average ? 'met on average' : 'missed' }
}

function judged(value: number | null | undefined): Judged | null {
  return value === null || value === undefined ? null : { value, text: short(value) }
}

/** Three digits without the leading zero, as statisticians write what lies between 0 and 1. */
export function short(value: number, digits = 3): string {
  return value.toFixed(digits).replace(/^(-?)0\./, '$1.')
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${short(Math.abs(value))}`
}
