/** The scoring loop: rounds in a seeded order, one region at a time, each score on disk before the next is shown. */
import type { AssignedPad, Assignment, RoundRow, StudyReader } from '../db/reader'
import type { StudyFile } from '../db/study-file'
import type {
  EarlierVisit,
  GivenScore,
  MyScore,
  PadState,
  Reference,
  ScoreSaved,
  ScoringTask,
} from './contract'
import { eyeLineAngle } from './domain/crop'
import { FLAG_WORDS } from './domain/quality'
import type { Flag } from './domain/quality'
import type { Region, Score } from './domain/records'
import { viewingFrames } from './domain/viewing'
import type { ViewedPad, ViewingFrame } from './domain/viewing'
import { MalarError, isBlind } from './domain/words'
import { taskExemplars } from './drawn-crops'
import { heldBack, heldBackSentence } from './held-back'

/** An active time beyond this is a clock gone wrong, not a rater at work. */
const LONGEST_SECONDS = 24 * 3600

/**
 * What the window shows for one position of a round. But in an assisted round it holds no subject, day or suggestion,
 * nor what would tell the photograph from another: what is not sent cannot be seen.
 * @throws MalarError `round` where the rules of the round do not let this pad be looked at
 */
export function scoringTask(reader: StudyReader, roundId: number, position: number): ScoringTask {
  const round = reader.round(roundId)
  const assignment = reader.assignmentAt(roundId, position)
  requireOpen(reader, round, assignment)
  const photograph = reader.photograph(assignment.photograph)
  const pads = reader.padsOf(roundId, assignment.showing)
  const pad = pads.find((candidate) => candidate.position === position) as AssignedPad
  const other = round.oneSided ? null : otherSideOf(pad, pads)
  const before = isBlind(round.mode) ? null : reader.earlierRegion(pad.id)
  const frames = framesOf(reader, pad, other, before)
  const task: ScoringTask = {
    round: roundId,
    mode: round.mode,
    position,
    total: round.total,
    finished: round.finished,
    photograph: {
      picture: `showing/${roundId}/${assignment.showing}`,
      width: photograph.width,
      height: photograph.height,
      view: photograph.view,
      flags: photograph.flags.map(inShort),
    },
    because: assignment.because,
    photographNumber: assignment.showing,
    photographs: reader.showings(roundId),
    region: pad.region,
    side: pad.side,
    frame: frames.own,
    otherSide: frames.other,
    earlier: before && earlierVisit(reader, before, frames.before as ViewingFrame),
    exemplars: taskExemplars(reader, pad.region, photograph.subject),
    pads: pads.map(padState),
    mine: pad.mine && asMine(pad.mine),
    beforeReveal: beforeReveal(reader, round, pad),
  }
  if (!isBlind(round.mode)) {
    task.subject = photograph.subject
    task.day = photograph.day
  }
  return task
}

function asMine({ value, reason, note, suggestion, suggestionSeen, seconds, altered }: Score): MyScore {
  return { value, reason, note, suggestion, suggestionSeen, seconds, altered }
}

function beforeReveal(reader: StudyReader, { id, mode, rater }: RoundRow, pad: AssignedPad): MyScore | null {
  if (mode !== 'reveal' || !pad.mine || pad.mine.suggestionSeen === 'no') return null
  const before = reader.independentScore(pad.id, rater, id, pad.presentation)
  return before && asMine(before)
}

function otherSideOf(pad: AssignedPad, pads: readonly AssignedPad[]): AssignedPad | null {
  return pads.find((candidate) => candidate.region === pad.region && candidate.side !== pad.side) ?? null
}

interface Frames {
  own: ViewingFrame
  other: ViewingFrame | null
  before: ViewingFrame | null
}

/** Frames of a pad, its other side and its earlier visit, at one scale. */
function framesOf(reader: StudyReader, own: Region, other: Region | null, before: Region | null): Frames {
  const here = poseOf(reader, own.photograph)
  const viewed: [Region, Pose][] = [[own, here]]
  if (other) viewed.push([other, here])
  if (before) viewed.push([before, poseOf(reader, before.photograph)])
  const frames = viewingFrames(
    own.region,
    viewed.map(([{ polygon, side }, pose]) => ({ polygon, side, ...pose })),
  )
  const of = (region: Region | null): ViewingFrame | null =>
    frames[viewed.findIndex(([one]) => one === region)] ?? null
  return { own: frames[0] as ViewingFrame, other: of(other), before: of(before) }
}

type Pose = Omit<ViewedPad, 'polygon' | 'side'>

/** How the face of a photograph lies and how large it is. */
function poseOf(reader: StudyReader, photograph: number): Pose {
  const { mirrored, interOcular } = reader.photograph(photograph)
  return { mirrored, interOcular, roll: eyeLineAngle(reader.landmarks(photograph)?.points ?? null) }
}

function earlierVisit(
  reader: StudyReader,
  { photograph, polygon }: Region,
  frame: ViewingFrame,
): EarlierVisit {
  const { width, height, day } = reader.photograph(photograph)
  return { picture: `photograph/${photograph}`, width, height, frame, polygon, day }
}

/** Nobody looks up a first answer while the pad is asked for again. */
function requireOpen(reader: StudyReader, round: RoundRow, { showing }: Assignment): void {
  // A table of scores may have answered later ones: the photograph whose turn it is stays open all the same.
  if (round.repeats > 0 && showing < reader.latestShowing(round.id) && showing !== turnOf(reader, round)) {
    throw new MalarError(
      'round',
      'Some photographs come again, so earlier ones stay closed. Go on with this one.',
    )
  }
  if (reader.openRepeatOf(round.id) !== null) {
    throw new MalarError(
      'round',
      'This round is being repeated, so its answers stay closed until the repeat round is finished.',
    )
  }
}

/** Where earlier photographs close, one with an open pad could never be finished. */
function requireTurn(reader: StudyReader, round: RoundRow, assignment: Assignment): void {
  if (round.mode === 'practice' && answered(reader, round, assignment)) {
    throw new MalarError(
      'round',
      'In practice the first answer stands, since what others said was shown. Go on with Enter.',
    )
  }
  if (round.repeats === 0) return
  const turn = turnOf(reader, round)
  if (turn !== null && turn < assignment.showing) {
    throw new MalarError(
      'round',
      'A pad of an earlier photograph is still open. It comes first in this round.',
    )
  }
}

/** The showing of the first pad that is open; null where none is. */
function turnOf(reader: StudyReader, { id }: RoundRow): number | null {
  const open = reader.firstOpen(id)
  return open === null ? null : reader.assignmentAt(id, open).showing
}

/** In a word or two: a measured number could tell the photograph from another. */
function inShort({ kind, words }: Flag): string {
  return kind === 'other' ? words : FLAG_WORDS[kind]
}

function padState(pad: AssignedPad): PadState {
  return {
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
  const assignment = reader.assignmentAt(given.round, given.position)
  requireOpen(reader, round, assignment)
  requireTurn(reader, round, assignment)
  checkSeen(reader, round, assignment, given)
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
    altered: given.altered,
  })
  const progress = reader.roundProgress(given.round)
  return {
    savedAt: score.scoredAt,
    ...progress,
    // Where photographs close once they were left, none may be left half done.
    next: reader.firstOpen(given.round, round.repeats > 0 ? undefined : given.position),
  }
}

/**
 * Whether the suggestion for a pad may be shown: always in an assisted round; in one that reveals it when the pad has
 * its answer.
 */
export function maySuggest(reader: StudyReader, round: RoundRow, assignment: Assignment): boolean {
  return round.mode === 'assisted' || (round.mode === 'reveal' && answered(reader, round, assignment))
}

/** Keys of regions that the round's rater has yet to answer in it, or in another blind round that is open. */
export function openRegions(reader: StudyReader, { id, rater }: RoundRow): Set<number> {
  const answers = new Set(reader.roundAnswers(id).map(({ region }) => region))
  const open = reader.regionsOfRound(id).filter((region) => !answers.has(region))
  return new Set([...open, ...heldBack(reader, rater, id).keys()])
}

/** Whether the other side of a pad has yet to be answered: right less left would tell what is suggested for it. */
export function otherSideOpen(reader: StudyReader, { round, showing, region }: Assignment): boolean {
  const pads = reader.padsOf(round, showing)
  const own = pads.find(({ id }) => id === region)
  return pads.some((pad) => pad.region === own?.region && pad.side !== own.side && pad.mine === null)
}

/**
 * What others said of a pad, for a rater who practises and has given an answer.
 * @throws MalarError `blind` in any other round, before the answer, and where the rater has yet to judge the pad blind
 */
export function referenceFor(reader: StudyReader, roundId: number, position: number): Reference | null {
  const round = reader.round(roundId)
  const assignment = reader.assignmentAt(roundId, position)
  if (round.mode !== 'practice' || !answered(reader, round, assignment)) {
    throw new MalarError('blind', 'What others said is shown in practice only, after your own answer.')
  }
  const waiting = heldBack(reader, round.rater).get(assignment.region)
  if (waiting !== undefined) throw new MalarError('blind', heldBackSentence(waiting))
  return reader.references(round.rater).get(assignment.region) ?? null
}

function answered(
  reader: StudyReader,
  { id, rater }: RoundRow,
  { region, presentation }: Assignment,
): boolean {
  return reader.currentScore(region, rater, id, presentation) !== null
}

/** A score tells truly whether the suggestion had been in sight: never in a blind round, always once it was revealed. */
function checkSeen(reader: StudyReader, round: RoundRow, assignment: Assignment, given: GivenScore): void {
  const claims = given.suggestion !== null || given.suggestionSeen !== 'no'
  if (claims && !maySuggest(reader, round, assignment)) {
    throw new MalarError('blind', 'A blind round has no suggestions.')
  }
  if (!claims && round.mode === 'reveal' && answered(reader, round, assignment)) {
    throw new MalarError(
      'blind',
      'The suggestion for this pad was revealed, so a new score is given in its sight.',
    )
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
