/** The strip: one pad over all photographs in the order of a rater's scores, and moving one of them. */
import type { StudyReader } from '../db/reader'
import type { StudyFile } from '../db/study-file'
import type { MovedScore, StripItem, StripView } from './contract'
import { changeReason } from './domain/change-reasons'
import type { Score } from './domain/records'
import { MalarError } from './domain/words'
import type { Side, SuggestionSeen } from './domain/words'
import { heldBack, heldBackSentence } from './held-back'

/**
 * The pad's crops from the least value to the most; equal ones in the order in which they were scored. What the rater
 * has yet to judge blind is counted only.
 * @param side null for both sides
 */
export function stripOf(reader: StudyReader, region: string, side: Side | null, rater: number): StripView {
  reader.rater(rater)
  const held = heldBack(reader, rater)
  const waiting = new Map<string, number>()
  const items: StripItem[] = []
  let cannotJudge = 0
  for (const row of reader.stripRows(region, rater)) {
    if (side !== null && row.side !== side) continue
    const round = held.get(row.key)
    if (round !== undefined) waiting.set(round, (waiting.get(round) ?? 0) + 1)
    else if (row.value === null) cannotJudge += 1
    else items.push({ ...row, value: row.value })
  }
  items.sort((a, b) => a.value - b.value || a.score - b.score)
  return { items, cannotJudge, waiting: [...waiting].map(([round, pads]) => ({ round, pads })) }
}

/**
 * Scores a pad anew by moving it along the strip. The score that stood stays in the chain.
 * @throws MalarError `refused` where another score took its place meanwhile, or it may not be changed;
 *   `change-reason` without a reason; `score` for a value that the scale does not have
 */
export function rescore(study: StudyFile, moved: MovedScore): StripItem {
  const { reader, writer } = study
  const before = reader.score(moved.score)
  const { side } = requireMovable(reader, before)
  const reason = changeReason(moved.reason, moved.words)
  const after = writer.addScore({
    region: before.region,
    rater: before.rater,
    round: before.round,
    presentation: before.presentation,
    value: moved.value,
    reason: null,
    note: before.note,
    suggestion: before.suggestion,
    suggestionSeen: seenBy(reader, before),
    seconds: null,
    origin: 'strip',
    changeReason: reason,
  })
  const { id, value, scoredAt, origin } = after
  return { score: id, key: before.region, side, value: value as number, scoredAt, origin }
}

function requireMovable(reader: StudyReader, before: Score) {
  const region = reader.region(before.region)
  const round = before.round === null ? null : reader.round(before.round)
  if (round?.mode === 'practice') {
    throw new MalarError('refused', 'Scores of practice are no data, so they are not changed.')
  }
  const waiting = heldBack(reader, before.rater).get(before.region)
  if (waiting !== undefined) throw new MalarError('blind', heldBackSentence(waiting))
  const stands = reader.stripRows(region.region, before.rater).find(({ key }) => key === before.region)
  if (stands?.score !== before.id || before.value === null) {
    throw new MalarError('refused', 'This pad was scored anew meanwhile. Look at the strip again.')
  }
  return region
}

/** Whoever has seen the suggestion for a pad once has seen it when the score is moved. */
function seenBy(reader: StudyReader, before: Score): SuggestionSeen {
  const revealed = before.round !== null && reader.round(before.round).mode === 'reveal'
  return revealed ? 'before' : before.suggestionSeen
}
