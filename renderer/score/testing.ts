/** For tests of the scoring room. */
import { vi } from 'vitest'
import type {
  GivenScore,
  Reference,
  RoundReport,
  RoundSummary,
  ScoringTask,
  SuggestionView,
} from '../../electron/contract'
import { plainRules } from '../../electron/domain/round-rules'
import { gradeScale, type Scale } from '../../electron/domain/scale'
import type { RoundMode } from '../../electron/domain/words'
import { Pictures } from './pictures'
import type { SessionClient } from './session-client'
import { Session } from './session.svelte'

export const REPORT: RoundReport = {
  scored: 4, cannotJudge: [], seconds: 12, asSuggested: null, corrected: null, values: [], withEarlier: null,
  withOthers: null, raterDifference: null,
} // prettier-ignore

const ROUND: RoundSummary = {
  id: 1, name: 'Round 1', rater: 1, raterName: 'A', ...plainRules('blind'), seed: 1, createdAt: '', finished: 0, total: 4,
} // prettier-ignore

/** A pad of that round, with what was given of it. */
export function taskAt(position: number, given: Map<number, GivenScore>): ScoringTask {
  const mine = given.get(position)
  return {
    round: 1, mode: 'blind', position, total: 4, finished: given.size,
    photograph: { picture: '',  width: 100, height: 100, view: 'frontal', flags: [] },
    because: '', photographNumber: 1, photographs: 1, region: 'jowl', side: 'left',
    frame: { cx: 50, cy: 50, size: 20, angle: 0, mirrored: false, eyes: 0.75 }, otherSide: null,
    earlier: null,
    exemplars: [],
    pads: [{ region: 'jowl', side: 'left', polygon: [], position: 3, state: 'open', value: null }],
    beforeReveal: null, mine: mine ? ({ ...mine, id: 1 } as never) : null,
  } // prettier-ignore
}

/** A sitting at a round of four pads of one photograph, with a main process in memory. */
export function room(
  options: {
    scale?: Scale
    mode?: RoundMode
    suggestion?: SuggestionView | null
    reference?: Reference | null
    repeats?: number
  } = {},
) {
  const given = new Map<number, GivenScore>()
  let time = 0
  let gate: Promise<void> = Promise.resolve()
  let sight: Promise<void> = Promise.resolve()
  const open = (after: number): number | null =>
    [0, 1, 2, 3].map((i) => (after + i) % 4).find((i) => !given.has(i)) ?? null
  const client = {
    task: vi.fn(async (_round: number, position: number) => taskAt(position, given)),
    firstOpen: vi.fn(async () => open(0)),
    score: vi.fn(async (one: GivenScore) => {
      await gate
      given.set(one.position, one)
      return { savedAt: '2026-11-24T14:32:07Z', finished: given.size, total: 4, next: open(one.position + 1) }
    }),
    suggest: vi.fn(async () => options.suggestion ?? null),
    reference: vi.fn(async () => options.reference ?? null),
    roundReport: vi.fn(async () => REPORT),
  } satisfies SessionClient
  const session = new Session(
    client,
    { ...ROUND, mode: options.mode ?? 'blind', repeats: options.repeats ?? 0 },
    options.scale ?? gradeScale(4, 0.5),
    () => time,
    new Pictures(async () => {
      await sight
      return null
    }),
  )
  const hold = (): (() => void) => {
    let release = (): void => {}
    gate = new Promise((resolve) => (release = resolve))
    return release
  }
  /** Keeps the next pictures from coming. */
  const blind = (): (() => void) => {
    let release = (): void => {}
    sight = new Promise((resolve) => (release = resolve))
    return release
  }
  return { session, client, given, hold, blind, wait: (ms: number) => (time += ms) }
}

export const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5))
