/** Scoring by pairs: which pad beside which exemplar, until the pad's value is known well enough. */
import type { ComparisonRow, RegionRow, StudyReader } from '../db/reader'
import type { StudyFile } from '../db/study-file'
import type { GivenComparison, PairsState } from './contract'
import { exemplarsOf, type Exemplar } from './domain/exemplars'
import {
  LEAST_EXEMPLARS,
  MOST_COMPARISONS,
  estimatePad,
  fitDiscrimination,
  isSettled,
  nextPair,
  type Comparison,
  type Discrimination,
} from './domain/pairs'
import { seeded } from './domain/random'
import { fromUnit, nearestAllowed, toUnit, type Scale } from './domain/scale'
import { MalarError, type Side } from './domain/words'
import { drawnCrop, exemplarEyes } from './drawn-crops'
import { heldBack, heldBackSentence } from './held-back'

/** How a rater compares is read from the last so many pads: enough to know it, and quick at every key press. */
const PADS_TO_FIT = 200

/** What is known of a rater's comparisons. */
interface Known {
  scale: Scale
  exemplars: Exemplar[]
  /** By region key, those with exemplars that still stand at the same value. */
  comparisons: Map<number, Comparison[]>
  rater: Discrimination
}

/**
 * The pad to compare next, or the one that is settled and waits to be accepted. Nothing tells the pad's estimate before
 * it is settled, nor the exemplar's value.
 * @param side null for both sides
 */
export function pairsState(
  reader: StudyReader,
  region: string,
  side: Side | null,
  rater: number,
): PairsState {
  reader.rater(rater)
  const known = knownOf(reader, rater)
  const exemplars = exemplarsOf(known.exemplars, region)
  const held = heldBack(reader, rater)
  const pads = reader.regionsOfPad(region).filter((row) => side === null || row.side === side)
  const free = pads.filter((row) => !held.has(row.key) && usable(exemplars, row).length >= LEAST_EXEMPLARS)
  const done = reader.scoredByPairs(region, rater)
  const open = free.filter(({ key }) => !done.has(key))
  const state = {
    exemplars: exemplars.length,
    needed: LEAST_EXEMPLARS,
    done: free.length - open.length,
    open: open.length,
    waiting: pads.filter((row) => held.has(row.key)).length,
  }
  const scored = () => new Set(reader.stripRows(region, rater).map(({ key }) => key))
  const next = nextPad(open, known, scored, `pairs ${rater} ${region}`)
  return { ...state, pair: next && pairOf(reader, next, exemplars, known, rater) }
}

/** Keeps what the rater said of the pair in sight. */
export function compare(study: StudyFile, given: GivenComparison): void {
  requireFree(study.reader, given.region, given.rater)
  study.writer.addComparison(given)
}

/**
 * Makes the settled estimate a score, with its standard error.
 * @throws MalarError `refused` before the pad is settled; `blind` while it is to be judged blind
 */
export function acceptPairs(study: StudyFile, key: number, rater: number): void {
  const { reader, writer } = study
  requireFree(reader, key, rater)
  const known = knownOf(reader, rater)
  const given = known.comparisons.get(key) ?? []
  const estimate = estimatePad(given, known.rater)
  if (!isSettled(given, estimate)) {
    throw new MalarError('refused', 'This pad is not settled yet. Compare it a few times more.')
  }
  const before = reader.pairsScore(key, rater)
  const { value, standardError } = onScale(known.scale, estimate)
  writer.addScore({
    region: key,
    rater,
    round: null,
    presentation: before?.presentation ?? reader.presentations(key, rater) + 1,
    value,
    reason: null,
    note: '',
    suggestion: null,
    suggestionSeen: 'no',
    seconds: null,
    origin: 'pairs',
    changeReason: before ? 'compared again' : '',
    standardError,
  })
}

function requireFree(reader: StudyReader, key: number, rater: number): void {
  const waiting = heldBack(reader, rater).get(key)
  if (waiting !== undefined) throw new MalarError('blind', heldBackSentence(waiting))
}

function knownOf(reader: StudyReader, rater: number): Known {
  const { scale } = reader.info()
  const exemplars = reader.exemplars()
  const standing = new Set(exemplars.map(({ key, value }) => `${key} ${value}`))
  const comparisons = new Map<number, Comparison[]>()
  const rows = reader
    .comparisons(rater)
    .filter((row: ComparisonRow) => standing.has(`${row.exemplarKey} ${row.value}`))
  for (const { region, value, outcome } of rows) {
    const one = { exemplar: toUnit(scale, value), outcome }
    const before = comparisons.get(region)
    if (before) before.push(one)
    else comparisons.set(region, [one])
  }
  return {
    scale,
    exemplars,
    comparisons,
    rater: fitDiscrimination([...comparisons.values()].slice(-PADS_TO_FIT)),
  }
}

/** Exemplars that a pad may be seen beside: none of its own subject. */
function usable(exemplars: readonly Exemplar[], { subject }: RegionRow): Exemplar[] {
  return exemplars.filter((exemplar) => exemplar.subject !== subject)
}

/** A pad that was begun comes first, then those without a score, in an order that only the seed knows. */
function nextPad(
  open: readonly RegionRow[],
  { comparisons }: Known,
  scoredAtAll: () => ReadonlySet<number>,
  seed: string,
): RegionRow | null {
  const shuffled = seeded(seed).shuffle(open)
  const begun = shuffled.find(({ key }) => comparisons.has(key))
  if (begun) return begun
  const scored = scoredAtAll()
  return shuffled.find(({ key }) => !scored.has(key)) ?? shuffled[0] ?? null
}

function pairOf(
  reader: StudyReader,
  pad: RegionRow,
  all: readonly Exemplar[],
  known: Known,
  rater: number,
): PairsState['pair'] {
  const given = known.comparisons.get(pad.key) ?? []
  const estimate = estimatePad(given, known.rater)
  const exemplars = usable(all, pad)
  const units = exemplars.map(({ value }) => toUnit(known.scale, value))
  const exemplar = exemplars[nextPair(given, units, known.rater)] as Exemplar
  return {
    key: pad.key,
    side: pad.side,
    exemplar: exemplar.id,
    eyes: { pad: drawnCrop(reader, pad.key).eyes, exemplar: exemplarEyes(reader, exemplar) },
    // By chance, and the same again after a restart.
    padFirst: seeded(`side ${rater} ${pad.key} ${given.length}`).next() < 0.5,
    given: given.length,
    most: MOST_COMPARISONS,
    settled: isSettled(given, estimate) ? onScale(known.scale, estimate) : null,
  }
}

function onScale(scale: Scale, { value, standardError }: { value: number; standardError: number }) {
  return {
    value: nearestAllowed(scale, fromUnit(scale, value)),
    standardError: Number((standardError * (scale.max - scale.min)).toFixed(3)),
  }
}
