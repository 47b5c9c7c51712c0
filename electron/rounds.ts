/** Starting a round: what it may be, what it shows, and in which order. */
import type { StudyFile } from '../db/study-file'
import type { StudyReader } from '../db/reader'
import type { NewShowing } from '../db/writer'
import type { RoundPlan, RoundSummary } from './contract'
import { bySuggestion, byUncertainty, randomOrder } from './domain/round-order'
import type { Judged } from './domain/round-order'
import { refusedRound } from './domain/round-rules'
import type { Refusal, RoundRules } from './domain/round-rules'
import { formatScore } from './domain/scale'
import { MalarError } from './domain/words'
import { heldBack } from './held-back'

/** A photograph with those of its regions that a round shows, in anatomical order. */
interface Candidate {
  photograph: number
  regions: number[]
}

/** A rater that no study has. */
const NOBODY = 0

/** What a round of these rules would be, or why it cannot be; for somebody new where the rater is null. */
export function planRound(reader: StudyReader, someone: number | null, rules: RoundRules): RoundPlan {
  const rater = someone ?? NOBODY
  const candidates = candidatesOf(reader, rater, rules)
  const refused = refusalOf(reader, rater, rules, candidates)
  const photographs = Math.min(rules.photographs ?? candidates.length, candidates.length)
  const pads = candidates.reduce((sum, { regions }) => sum + regions.length, 0)
  return {
    refused,
    photographs,
    showings: photographs + (refused === null ? rules.repeats : 0),
    available: candidates.length,
    pads,
  }
}

/**
 * Starts a round: the photographs in the order that its rules say, the pads of each in anatomical order, so that a
 * face is looked at once.
 * @throws MalarError `round` when its rules contradict each other or the study cannot give what they ask;
 *   `empty` when there is nothing to score
 */
export function startRound(study: StudyFile, rater: number, rules: RoundRules, seed: number): RoundSummary {
  const { reader, writer } = study
  const { name } = reader.rater(rater)
  const candidates = candidatesOf(reader, rater, rules)
  const refused = refusalOf(reader, rater, rules, candidates)
  if (refused) throw new MalarError(candidates.length === 0 ? 'empty' : 'round', refused.sentence)
  const { mode, ordering, repeats, gap, repeatOf, oneSided } = rules
  const order = orderOf(reader, candidates, rules, seed)
  const round = writer.addRound({
    rater,
    mode,
    ordering,
    repeats,
    gap: repeats > 0 ? gap : 0,
    repeatOf,
    oneSided,
    seed,
    name: roundName(reader, rater, name),
    order,
  })
  return reader.round(round.id)
}

/** A table of scores may have brought rounds with such names: two of one name would be one in what is exported. */
function roundName(reader: StudyReader, rater: number, raterName: string): string {
  const own = reader.rounds().filter((round) => round.rater === rater)
  const taken = new Set(own.map((round) => round.name))
  let number = own.length + 1
  while (taken.has(`${raterName}, round ${number}`)) number += 1
  return `${raterName}, round ${number}`
}

function refusalOf(
  reader: StudyReader,
  rater: number,
  rules: RoundRules,
  candidates: readonly Candidate[],
): Refusal | null {
  const earlier = rules.repeatOf === null ? null : reader.round(rules.repeatOf)
  return refusedRound(rules, {
    photographs: candidates.length,
    hasModel: reader.currentModel() !== null,
    repeated: earlier && {
      mode: earlier.mode,
      ownRater: earlier.rater === rater,
      finished: earlier.finished >= earlier.total,
    },
  })
}

/** What a round may show: every region; in practice those that others have scored; in a repeat those of before. */
function candidatesOf(reader: StudyReader, rater: number, { mode, repeatOf }: RoundRules): Candidate[] {
  if (mode === 'repeat') return repeatOf === null ? [] : shownBefore(reader, repeatOf)
  const shown = mode === 'practice' ? practicePads(reader, rater) : null
  return reader
    .photographs()
    .filter(({ regions }) => regions > 0)
    .map(({ id }) => ({
      photograph: id,
      regions: reader
        .regions(id)
        .map((region) => region.id)
        .filter((key) => shown === null || shown.has(key)),
    }))
    .filter(({ regions }) => regions.length > 0)
}

/** What others have scored, but for pads that the rater has yet to judge blind: practice tells what others said. */
function practicePads(reader: StudyReader, rater: number): Set<number> {
  const held = heldBack(reader, rater)
  return new Set([...reader.references(rater).keys()].filter((key) => !held.has(key)))
}

/** Each photograph once, even where a blind repeat showed it twice. */
function shownBefore(reader: StudyReader, round: number): Candidate[] {
  const photographOf = new Map(reader.allRegions().map(({ key, photograph }) => [key, photograph]))
  const byPhotograph = new Map<number, number[]>()
  for (const region of reader.regionsOfRound(round)) {
    const photograph = photographOf.get(region) as number
    const before = byPhotograph.get(photograph)
    if (before) before.push(region)
    else byPhotograph.set(photograph, [region])
  }
  return [...byPhotograph].sort(([a], [b]) => a - b).map(([photograph, regions]) => ({ photograph, regions }))
}

function orderOf(
  reader: StudyReader,
  candidates: readonly Candidate[],
  { ordering, photographs, repeats, gap }: RoundRules,
  seed: number,
): NewShowing[] {
  if (ordering === 'random') {
    return randomOrder(candidates, seed, photographs, repeats, gap).map(({ regions }) => ({ regions }))
  }
  const { scale } = reader.info()
  const words = (value: number): string => formatScore({ ...scale, kind: 'continuous' }, value)
  const judged = judgedOf(reader, candidates)
  const order =
    ordering === 'uncertainty' ? byUncertainty(judged, seed, words) : bySuggestion(judged, seed, words)
  const regionsOf = new Map(candidates.map(({ photograph, regions }) => [photograph, regions]))
  return order
    .slice(0, photographs ?? undefined)
    .map(({ photograph, because }) => ({ regions: regionsOf.get(photograph) as number[], because }))
}

/** What the current model's stored suggestions say of each photograph. */
function judgedOf(reader: StudyReader, candidates: readonly Candidate[]): Judged[] {
  const model = reader.currentModel()
  const suggestions = new Map(
    (model ? reader.suggestions(model.id) : []).map((suggestion) => [suggestion.region, suggestion]),
  )
  return candidates.map(({ photograph, regions }) => {
    const found = regions.map((key) => suggestions.get(key))
    const widths = found.map((one) => (one?.low == null || one.high == null ? null : one.high - one.low))
    const values = found.map((one) => one?.value ?? null)
    return {
      photograph,
      width: meanOfAll(widths),
      value: meanOfAll(values.filter((value) => value !== null)),
    }
  })
}

/** Null where one is missing, or all are. */
function meanOfAll(values: readonly (number | null)[]): number | null {
  let sum = 0
  for (const value of values) {
    if (value === null) return null
    sum += value
  }
  return values.length === 0 ? null : sum / values.length
}
