import type {
  EarlierVisit,
  GivenScore,
  PadState,
  PhotographItem,
  RoundSummary,
  ScoringTask,
  TaskExemplar,
} from '../../electron/contract'
import type { Region, Score } from '../../electron/domain/records'
import { nearestAllowed, type Scale } from '../../electron/domain/scale'
import { viewingFrames } from '../../electron/domain/viewing'
import type { ViewedPad, ViewingFrame } from '../../electron/domain/viewing'
import { SIDE } from './faces'

export interface FakeRound {
  summary: RoundSummary
  order: number[]
  scores: Map<number, Score>
}

interface Lookup {
  photographs: readonly PhotographItem[]
  regions: readonly Region[]
  scale: Scale
  roll(photograph: number): number
}

/** What the scoring screen shows at a position of the round. */
export function fakeTask(
  { summary, order, scores }: FakeRound,
  position: number,
  { photographs, regions, scale, roll: rollOf }: Lookup,
): ScoringTask {
  const region = regions[(order[position] as number) - 1] as Region
  const photograph = photographs[region.photograph - 1] as PhotographItem
  const roll = rollOf(photograph.id)
  const pads = regions.filter((one) => one.photograph === photograph.id)
  const other = pads.find((one) => one.region === region.region && one.side !== region.side)
  const pose = { roll, mirrored: false, interOcular: photograph.interOcular }
  const [frame, otherSide = null] = viewingFrames(
    region.region,
    [region, ...(other ? [other] : [])].map(({ polygon, side }) => ({ polygon, side, ...pose })),
  )
  const before = photograph.day > 0 ? regions.find((one) => isBefore(one, region)) : undefined
  return {
    round: summary.id,
    mode: summary.mode,
    position,
    total: order.length,
    finished: scores.size,
    photograph: {
      picture: `photograph/${photograph.id}`,
      width: SIDE,
      height: SIDE,
      view: photograph.view,
      flags: photograph.flags.map(({ words }) => words),
    },
    because: '',
    photographNumber: photograph.id,
    photographs: photographs.length,
    region: region.region,
    side: region.side,
    frame: frame as ViewingFrame,
    otherSide,
    earlier:
      summary.mode === 'assisted' && before
        ? earlier(before, { ...pose, roll: rollOf(before.photograph) })
        : null,
    exemplars: photograph.id > 2 ? exemplars(region, scale) : [],
    pads: pads.map((pad) => padState(pad, order, scores)),
    mine: scores.get(region.id) ?? null,
    beforeReveal: null,
    ...(summary.mode === 'assisted' && { subject: photograph.subject, day: photograph.day }),
  }
}

/** An answer of the first round, from 0 to 1 of the scale. */
export function fakeAnswer(scale: Scale, position: number, unit: number): GivenScore {
  const value = nearestAllowed(scale, unit * scale.max)
  return {
    round: 1,
    position,
    value,
    reason: null,
    note: '',
    suggestion: null,
    suggestionSeen: 'no',
    seconds: 4,
    altered: false,
  }
}

function exemplars({ region }: Region, scale: Scale): TaskExemplar[] {
  return scale.anchors.slice(0, region === 'temporal' ? 0 : 4).map(({ value }, i) => ({
    value,
    picture: `exemplar/${i + 1}`,
    eyes: 0.6 + 0.04 * i,
  }))
}

function isBefore(one: Region, { photograph, region, side }: Region): boolean {
  return one.photograph === photograph - 1 && one.region === region && one.side === side
}

function earlier(
  { photograph, region, polygon, side }: Region,
  pose: Omit<ViewedPad, 'polygon' | 'side'>,
): EarlierVisit {
  const [frame] = viewingFrames(region, [{ polygon, side, ...pose }])
  const picture = `photograph/${photograph}`
  return { picture, width: SIDE, height: SIDE, frame: frame as ViewingFrame, polygon, day: 0 }
}

function padState(pad: Region, order: number[], scores: Map<number, Score>): PadState {
  const mine = scores.get(pad.id)
  const state = !mine ? 'open' : mine.value === null ? 'cannot-judge' : 'scored'
  return {
    region: pad.region,
    side: pad.side,
    polygon: pad.polygon,
    position: order.indexOf(pad.id),
    state,
    value: mine?.value ?? null,
  }
}
