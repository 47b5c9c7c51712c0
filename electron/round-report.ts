/** What a finished round came to: counts, time, how the scores spread, and how they agree with what they can be held against. */
import type { RoundAnswer, StudyReader } from '../db/reader'
import type { PairedAgreement, RoundReport } from './contract'
import { raterDifference } from './domain/agreement'
import { pairedDifferences, withinRaterDeviation } from './domain/paired'
import type { PairedDifferences } from './domain/paired'
import { allowedValues, nearestAllowed } from './domain/scale'
import type { Scale } from './domain/scale'
import { CANNOT_JUDGE_REASONS, MalarError } from './domain/words'

/** Columns in which the values of a continuous scale are counted. */
const TENTHS = 10

/** @throws MalarError `round` while the round is open: until then it must not tell what it measures */
export function roundReport(reader: StudyReader, roundId: number): RoundReport {
  const round = reader.round(roundId)
  if (round.finished < round.total || round.total === 0) {
    throw new MalarError('round', 'This round is not finished. Its summary comes with its last answer.')
  }
  const { scale } = reader.info()
  const answers = reader.roundAnswers(roundId)
  const scored = answers.filter(({ value }) => value !== null)
  return {
    scored: scored.length,
    cannotJudge: CANNOT_JUDGE_REASONS.map((reason) => ({
      reason,
      count: answers.filter((answer) => answer.reason === reason).length,
    })).filter(({ count }) => count > 0),
    seconds: answers.reduce((sum, { seconds }) => sum + seconds, 0),
    asSuggested: round.mode === 'assisted' ? scored.filter((one) => isAsSuggested(scale, one)).length : null,
    corrected: round.mode === 'reveal' ? answers.filter(isCorrected).length : null,
    values: spread(
      scale,
      scored.map(({ value }) => value as number),
    ),
    withEarlier: withEarlier(reader, answers, round.repeatOf),
    withOthers: round.mode === 'practice' ? withOthers(reader, answers, round.rater) : null,
    raterDifference: raterDifference(reader.raterPairs().map(({ a, b }) => [a, b])),
  }
}

function isAsSuggested(scale: Scale, { value, suggested }: RoundAnswer): boolean {
  return suggested !== null && value === nearestAllowed(scale, suggested)
}

/** Without a suggestion in sight the answer that stands is the independent one itself. */
function isCorrected({ value, independent }: RoundAnswer): boolean {
  return value !== independent
}

function spread(scale: Scale, values: readonly number[]): RoundReport['values'] {
  const columns =
    scale.kind === 'grades'
      ? allowedValues(scale)
      : Array.from({ length: TENTHS + 1 }, (_, i) => scale.min + (i * (scale.max - scale.min)) / TENTHS)
  const width = (columns[1] as number) - scale.min
  const counts = columns.map(() => 0)
  for (const value of values) {
    // A value halfway between two tenths goes to the upper one, whichever side of it a binary fraction lies.
    const column = Math.round(Number(((value - scale.min) / width).toFixed(6)))
    counts[column] = (counts[column] as number) + 1
  }
  return columns.map((value, i) => ({ value, count: counts[i] as number }))
}

/** Of a repeat round with the round before it; of a round with repeats, of each pad's first showing with its second. */
function withEarlier(
  reader: StudyReader,
  answers: readonly RoundAnswer[],
  repeatOf: number | null,
): PairedAgreement | null {
  const first = firstOfEach(repeatOf === null ? answers : reader.roundAnswers(repeatOf))
  const later = repeatOf === null ? answers.filter((one) => one !== first.get(one.region)) : answers
  const differences = pairedDifferences(
    later.map(({ region, independent }) => [first.get(region)?.independent ?? null, independent]),
  )
  return differences && paired(differences, withinRaterDeviation(differences))
}

function paired(
  { pads, bias, meanAbsolute }: PairedDifferences,
  withinRater: number | null,
): PairedAgreement {
  return { pads, bias, meanAbsolute, withinRater }
}

function firstOfEach(answers: readonly RoundAnswer[]): Map<number, RoundAnswer> {
  const first = new Map<number, RoundAnswer>()
  for (const answer of answers) {
    const before = first.get(answer.region)
    if (!before || answer.presentation < before.presentation) first.set(answer.region, answer)
  }
  return first
}

function withOthers(
  reader: StudyReader,
  answers: readonly RoundAnswer[],
  rater: number,
): PairedAgreement | null {
  const others = reader.references(rater)
  const differences = pairedDifferences(
    answers.map(({ region, value }) => [others.get(region)?.mean ?? null, value]),
  )
  return differences && paired(differences, null)
}
