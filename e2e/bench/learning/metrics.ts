/** Figures of predictions beside the truth. */
import { icc } from '../../../electron/domain/icc'
import { MalarError } from '../../../electron/domain/words'
import type { Prediction } from './data'

/** A prediction beside the truth. */
export interface Answer {
  subject: string
  visit: number
  side: string
  region: string
  truth: number
  /** The mean label of the pad among those learned from, which stands in where a method does not know. */
  fallback: number
  prediction: Prediction
}

/** Of one method on one pad, by one training. */
export interface Figures {
  /** Mean absolute error; a crop of which the method does not know counts with the mean label. */
  mae: number
  /** Rank correlation with the truth; null without variance. */
  spearman: number | null
  /** ICC(2,1) of prediction and truth (Shrout and Fleiss 1979); null without variance. */
  icc: number | null
  /** Rank correlation of right minus left: from the photographs of one visit, and from those of both. */
  asymmetryVisit: number | null
  asymmetrySubject: number | null
  /** Share of intervals that hold the truth, and their mean width; null without intervals. */
  coverage: number | null
  width: number | null
  /** Share of crops of which the method does not know. */
  unknown: number
}

/** The figures of one pad. */
export function figuresOf(answers: readonly Answer[]): Figures {
  const ends = answers.flatMap(({ truth, prediction: { low, high } }) =>
    low === null || high === null ? [] : [{ truth, low, high }],
  )
  return {
    mae: mean(answers.map((answer) => Math.abs(value(answer) - answer.truth))),
    spearman: spearman(
      answers.map(value),
      answers.map(({ truth }) => truth),
    ),
    icc: agreement(answers.map((answer) => [answer.truth, value(answer)])),
    asymmetryVisit: asymmetry(answers, ({ subject, visit }) => `${subject}/${visit}`),
    asymmetrySubject: asymmetry(answers, ({ subject }) => subject),
    coverage: ends.length
      ? mean(ends.map(({ truth, low, high }) => (low <= truth && truth <= high ? 1 : 0)))
      : null,
    width: ends.length ? mean(ends.map(({ low, high }) => high - low)) : null,
    unknown: mean(answers.map(({ prediction }) => (prediction.value === null ? 1 : 0))),
  }
}

/** Mean absolute error of each subject on one pad. */
export function errorsBySubject(answers: readonly Answer[]): Record<string, number> {
  const errors = new Map<string, number[]>()
  for (const answer of answers) {
    const own = errors.get(answer.subject) ?? []
    own.push(Math.abs(value(answer) - answer.truth))
    errors.set(answer.subject, own)
  }
  return Object.fromEntries([...errors].map(([subject, own]) => [subject, mean(own)]))
}

/** Arithmetic mean; not a number where there are none. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, x) => sum + x, 0) / values.length
}

/** The predicted value, or what stands in for it. */
function value({ prediction, fallback }: Answer): number {
  return prediction.value ?? fallback
}

/**
 * Rank correlation of right minus left, predicted and true.
 * @param group names what is averaged: the photographs of a visit, or all of a subject
 */
function asymmetry(answers: readonly Answer[], group: (answer: Answer) => string): number | null {
  const groups = new Map<string, Answer[]>()
  for (const answer of answers) {
    const name = group(answer)
    const known = groups.get(name)
    if (known) known.push(answer)
    else groups.set(name, [answer])
  }
  const difference = (members: readonly Answer[], of: (answer: Answer) => number): number => {
    const level = (side: string): number => mean(members.filter((one) => one.side === side).map(of))
    return level('right') - level('left')
  }
  const all = [...groups.values()]
  return spearman(
    all.map((members) => difference(members, value)),
    all.map((members) => difference(members, ({ truth }) => truth)),
  )
}

function agreement(ratings: readonly (readonly number[])[]): number | null {
  try {
    return icc(ratings, '2,1').value
  } catch (error) {
    if (error instanceof MalarError) return null
    throw error
  }
}

/** Spearman's rank correlation, equal values sharing their mean rank; null when either does not vary. */
export function spearman(a: readonly number[], b: readonly number[]): number | null {
  const x = midRanks(a)
  const y = midRanks(b)
  const middle = (a.length + 1) / 2
  let xy = 0
  let xx = 0
  let yy = 0
  x.forEach((rank, i) => {
    const dx = rank - middle
    const dy = (y[i] as number) - middle
    xy += dx * dy
    xx += dx * dx
    yy += dy * dy
  })
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : null
}

function midRanks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((i, j) => (values[i] as number) - (values[j] as number))
  const ranks = new Array<number>(values.length)
  for (let from = 0, to = 0; from < order.length; from = to) {
    // A hair of rounding is no difference: a constant prediction has no ranks.
    while (
      to < order.length &&
      (values[order[to] as number] as number) - (values[order[from] as number] as number) < 1e-12
    )
      to++
    for (let at = from; at < to; at++) ranks[order[at] as number] = (from + to + 1) / 2
  }
  return ranks
}
