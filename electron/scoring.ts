/** The scoring loop: rounds in a seeded order, one region at a time, each score on disk before the next is shown. */
import type { AssignedPad, StudyReader } from '../db/reader'
import type { StudyFile } from '../db/study-file'
import type { GivenScore, PadState, RoundSummary, ScoreSaved, ScoringTask } from './contract'
import { cropFrame, eyeLineAngle } from './domain/crop'
import type { CropFrame } from './domain/crop'
import { seeded } from './domain/random'
import type { Score } from './domain/records'
import type { RoundMode } from './domain/words'
import { MalarError } from './domain/words'

/** An active time beyond this is a clock gone wrong, not a rater at work. */
const LONGEST_SECONDS = 24 * 3600

/**
 * Starts a round over every region of the study: photographs in a seeded random order of the rater's own,
 * the pads of each in anatomical order, so that a face is looked at once.
 * @throws MalarError `empty` when the study has no region to score
 */
export function startRound(study: StudyFile, rater: number, mode: RoundMode, seed: number): RoundSummary {
  const { reader, writer } = study
  const name = reader.rater(rater).name
  const photographs = seeded(seed).shuffle(
    reader.photographs().filter((photograph) => photograph.regions > 0),
  )
  const order = photographs.flatMap((photograph) => reader.regions(photograph.id).map((region) => region.id))
  if (order.length === 0) {
    throw new MalarError(
      'empty',
      'There is nothing to score yet. Import photographs, or draw regions on them, first.',
    )
  }
  const number = reader.rounds().filter((round) => round.rater === rater).length + 1
  const round = writer.addRound({ rater, mode, seed, name: `${name}, round ${number}`, order })
  return roundSummary(reader, round.id)
}

/** A round with its progress. */
export function roundSummary(reader: StudyReader, round: number): RoundSummary {
  return reader.round(round)
}

/**
 * What the window shows for one position of a round. A blind round's task holds no subject, day or suggestion:
 * what is not sent cannot be seen.
 */
export function scoringTask(reader: StudyReader, roundId: number, position: number): ScoringTask {
  const round = reader.round(roundId)
  const assignment = reader.assignmentAt(roundId, position)
  const photograph = reader.photograph(assignment.photograph)
  const pads = reader.padsOf(roundId, photograph.id)
  const pad = pads.find((candidate) => candidate.position === position) as AssignedPad
  const roll = eyeLineAngle(reader.landmarks(photograph.id)?.points ?? null)
  const frame = (of: AssignedPad): CropFrame => cropFrame(of.polygon, roll, of.side, photograph.mirrored)
  const other = pads.find((candidate) => candidate.region === pad.region && candidate.side !== pad.side)
  const place = reader.photographInRound(roundId, photograph.id)
  const task: ScoringTask = {
    round: roundId,
    mode: round.mode,
    position,
    total: round.total,
    finished: round.finished,
    photograph: {
      id: photograph.id,
      width: photograph.width,
      height: photograph.height,
      view: photograph.view,
      flags: photograph.flags,
    },
    photographNumber: place.number,
    photographs: place.photographs,
    regionKey: pad.id,
    region: pad.region,
    side: pad.side,
    frame: frame(pad),
    otherSide: other ? frame(other) : null,
    pads: pads.map(padState),
    mine: pad.mine,
  }
  if (round.mode !== 'blind') {
    task.subject = photograph.subject
    task.day = photograph.day
  }
  return task
}

function padState(pad: AssignedPad): PadState {
  return {
    regionKey: pad.id,
    region: pad.region,
    side: pad.side,
    polygon: pad.polygon,
    position: pad.position,
    state: !pad.mine ? 'open' : pad.mine.value === null ? 'cannot-judge' : 'scored',
    value: pad.mine?.value ?? null,
  }
}

/**
 * Commits a score. When this returns, it is on disk.
 * @throws MalarError `score` when it is neither a value of the scale nor a reason; `blind` when a suggestion is
 *   claimed in a blind round; or what the study file says when it cannot be saved
 */
export function saveScore(study: StudyFile, given: GivenScore): ScoreSaved {
  const { reader, writer } = study
  const round = reader.round(given.round)
  if (round.mode === 'blind' && (given.suggestion !== null || given.suggestionSeen !== 'no')) {
    throw new MalarError('blind', 'A blind round has no suggestions.')
  }
  const assignment = reader.assignmentAt(given.round, given.position)
  checkSuggestion(reader, given, assignment.region)
  const score: Score = writer.addScore({
    region: assignment.region,
    rater: round.rater,
    round: given.round,
    presentation: assignment.presentation,
    value: given.value,
    reason: given.reason,
    note: given.note,
    suggestion: given.suggestion,
    suggestionSeen: given.suggestionSeen,
    seconds: Math.min(LONGEST_SECONDS, Math.max(0, Math.round(given.seconds * 10) / 10)),
  })
  const progress = reader.roundProgress(given.round)
  return {
    savedAt: score.scoredAt,
    ...progress,
    next: reader.firstOpen(given.round, given.position),
  }
}

function checkSuggestion(reader: StudyReader, given: GivenScore, region: number): void {
  if (given.suggestion === null) return
  if (reader.suggestionById(given.suggestion).region !== region) {
    throw new MalarError(
      'score',
      'The suggestion belongs to another region. Nothing was saved; open the region again.',
    )
  }
}
