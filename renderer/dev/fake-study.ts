import type {
  EarlierVisit,
  EditShown,
  GivenScore,
  PadState,
  PhotographChange,
  PhotographDetails,
  PhotographItem,
  RoundReport,
  RoundSummary,
  ScoreSaved,
  ScoringTask,
  StudyOverview,
  SuggestionView,
  TaskExemplar,
} from '../../electron/contract'
import { layAtlas, type AtlasRegion } from '../../electron/domain/atlas'
import { eyeLineAngle } from '../../electron/domain/crop'
import type { Rater, Region, Score } from '../../electron/domain/records'
import type { Figure, PhotographFigures } from '../../electron/domain/photograph-figures'
import { flagsOf, type PhotographQuality } from '../../electron/domain/quality'
import { viewingFrames } from '../../electron/domain/viewing'
import type { ViewedPad, ViewingFrame } from '../../electron/domain/viewing'
import { nearestAllowed, parseScale, type Scale } from '../../electron/domain/scale'
import { plainRules, type RoundRules } from '../../electron/domain/round-rules'
import type { Polygon, Side } from '../../electron/domain/words'
import { SIDE, type Face } from './faces'
import { FakeEdits } from './fake-edits'
import { fakeSuggestion } from './fake-suggestion'

interface FakeRound {
  summary: RoundSummary
  order: number[]
  scores: Map<number, Score>
}

/** A study in memory, with a round half done. */
export class FakeStudy {
  readonly photographs: PhotographItem[]
  readonly #regions: Region[] = []
  readonly #edits = new FakeEdits()
  readonly #raters: Rater[] = [
    { id: 1, name: 'A' },
    { id: 2, name: 'B' },
  ]
  readonly #rounds: FakeRound[] = []
  readonly #scale: Scale
  readonly #wanted: string[]

  constructor(
    private readonly atlas: AtlasRegion[],
    private readonly faces: Face[],
    count: number,
    scale: string,
  ) {
    this.#scale = parseScale(scale)
    this.#wanted = atlas.map((entry) => entry.id)
    this.photographs = Array.from({ length: count }, (_, i) => this.#photograph(i))
    for (const photograph of this.photographs) this.#lay(photograph)
    this.startRound(1, plainRules('assisted'))
    this.startRound(2, plainRules('blind'))
    const [first] = this.#rounds
    first?.order
      .slice(0, 45)
      .forEach((_, position) => this.score(this.#given(position, 0.2 + ((position * 37) % 60) / 100)))
  }

  overview(): StudyOverview {
    const scored = new Set(this.#rounds.flatMap((round) => [...round.scores.keys()])).size
    return {
      path: '/home/ana/studies/midface-pilot.malar',
      info: {
        uuid: 'u',
        name: 'Midface pilot',
        regions: this.#wanted,
        scale: this.#scale,
        scaleVersion: 1,
        readOnly: false,
        createdAt: '2026-11-20T08:00:00Z',
      },
      raters: this.#raters,
      rounds: this.#rounds.map((round) => round.summary),
      counts: {
        subjects: Math.ceil(this.photographs.length / 2),
        photographs: this.photographs.length,
        regions: this.#regions.length,
        scored,
        withoutFace: 1,
      },
      model: null,
    }
  }

  addRater(name: string): Rater {
    const rater = { id: this.#raters.length + 1, name }
    this.#raters.push(rater)
    return rater
  }

  region(key: number): Region {
    return this.#regions[key - 1] as Region
  }

  details(id: number): PhotographDetails {
    return {
      photograph: this.#item(id),
      regions: this.#regions.filter((region) => region.photograph === id),
      scores: this.#rounds.flatMap((round) =>
        [...round.scores.entries()]
          .filter(([key]) => this.region(key).photograph === id)
          .map(([region, score]) => ({
            region,
            rater: round.summary.raterName,
            value: score.value,
            reason: score.reason,
          })),
      ),
      ...this.#edits.details(id, this.photographs, this.#regions),
    }
  }

  /** Scores as they are; uncertainties are made up, and the last photographs have none. */
  figures(figure: Figure): PhotographFigures {
    const pads = this.#regions
      .filter((region) => region.photograph === 1)
      .map(({ region, side }) => ({ region, side }))
    const values = new Float64Array(this.photographs.length * pads.length).fill(NaN)
    const known = new Map(
      this.#rounds.flatMap((round) => [...round.scores]).map(([key, { value }]) => [key, value]),
    )
    for (const { id, photograph, region, side } of this.#regions) {
      const column = pads.findIndex((pad) => pad.region === region && pad.side === side)
      const uncertainty = photograph > this.photographs.length - 3 ? NaN : 0.1 + ((photograph * 7) % 20) / 50
      values[(photograph - 1) * pads.length + column] =
        figure === 'score' ? (known.get(id) ?? NaN) : uncertainty
    }
    return { photographs: Int32Array.from(this.photographs, ({ id }) => id), pads, values }
  }

  change(id: number, change: PhotographChange): PhotographDetails {
    Object.assign(this.#item(id), change)
    return this.details(id)
  }

  place(photograph: number, region: string, side: Side, polygon: Polygon): PhotographDetails {
    const there = this.#regions.find(
      (one) => one.photograph === photograph && one.region === region && one.side === side,
    )
    if (there) this.#edits.change(there, { polygon, origin: 'edited' })
    else
      this.#regions.push({
        id: this.#regions.length + 1,
        photograph,
        region,
        side,
        polygon,
        origin: 'drawn',
        revision: 1,
      })
    return this.details(photograph)
  }

  reset(key: number): PhotographDetails {
    const region = this.region(key)
    const laid = layAtlas({ regions: this.atlas } as never, this.#face(region.photograph).landmarks, false, [
      region.region,
    ])
    const atlas = laid.find((one) => one.side === region.side)
    if (atlas) this.#edits.change(region, { polygon: atlas.polygon, origin: 'atlas' })
    return this.details(region.photograph)
  }

  copy(photograph: number, pad: string, side: Side): PhotographDetails {
    const source = this.#edits
      .copies(photograph, this.photographs, this.#regions)
      .find((one) => one.region === pad && one.side === side)
    const there = this.#regions.find(
      (one) => one.photograph === photograph && one.region === pad && one.side === side,
    )
    if (!source) throw new Error('There is nothing to copy.')
    const { polygon } = this.region(source.key)
    if (!there) return this.place(photograph, pad, side, polygon)
    this.#edits.change(there, { polygon, origin: 'edited' }, false)
    return this.details(photograph)
  }

  check(key: number): PhotographDetails {
    this.#edits.unchecked.delete(key)
    return this.details(this.region(key).photograph)
  }

  walkEdits(way: 'undo' | 'redo'): EditShown | null {
    const region = this.#edits[way]()
    if (!region) return null
    const { photograph, side } = region
    const { subject, day } = this.#item(photograph)
    const edit = { photograph, subject, day, region: region.region, side }
    return { edit, details: this.details(photograph) }
  }

  startRound(rater: number, rules: RoundRules): RoundSummary {
    const raterName = this.#raters.find((one) => one.id === rater)?.name ?? ''
    const id = this.#rounds.length + 1
    const name = `Round ${this.#rounds.filter((round) => round.summary.rater === rater).length + 1}`
    const order = this.#regions.map((region) => region.id)
    const summary = {
      id,
      name,
      rater,
      raterName,
      ...rules,
      seed: 1,
      createdAt: '2026-11-24T09:00:00Z',
      finished: 0,
      total: order.length,
    }
    this.#rounds.push({ summary, order, scores: new Map() })
    return summary
  }

  firstOpen(round: number, after = -1): number | null {
    const { order, scores } = this.#round(round)
    const open = order
      .map((_, i) => (after + 1 + i) % order.length)
      .find((i) => !scores.has(order[i] as number))
    return open ?? null
  }

  task(roundId: number, position: number): ScoringTask {
    const { summary, order, scores } = this.#round(roundId)
    const region = this.region(order[position] as number)
    const photograph = this.#item(region.photograph)
    const roll = eyeLineAngle(this.#face(photograph.id).landmarks)
    const pads = this.#regions.filter((one) => one.photograph === photograph.id)
    const other = pads.find((one) => one.region === region.region && one.side !== region.side)
    const pose = { roll, mirrored: false, interOcular: photograph.interOcular }
    const [frame, otherSide = null] = viewingFrames(
      region.region,
      [region, ...(other ? [other] : [])].map(({ polygon, side }) => ({ polygon, side, ...pose })),
    )
    const before = photograph.day > 0 ? this.#regions.find((one) => this.#isBefore(one, region)) : undefined
    return {
      round: roundId,
      mode: summary.mode,
      position,
      total: order.length,
      finished: scores.size,
      photograph: {
        picture: `malar://photograph/${photograph.id}`,
        width: SIDE,
        height: SIDE,
        view: photograph.view,
        flags: photograph.flags.map(({ words }) => words),
      },
      because: '',
      photographNumber: photograph.id,
      photographs: this.photographs.length,
      region: region.region,
      side: region.side,
      frame: frame as ViewingFrame,
      otherSide,
      earlier:
        summary.mode === 'assisted' && before
          ? this.#earlier(before, { ...pose, roll: eyeLineAngle(this.#face(before.photograph).landmarks) })
          : null,
      exemplars: photograph.id > 2 ? this.#exemplars(region) : [],
      pads: pads.map((pad) => this.#padState(pad, order, scores)),
      mine: scores.get(region.id) ?? null,
      beforeReveal: null,
      ...(summary.mode === 'assisted' && { subject: photograph.subject, day: photograph.day }),
    }
  }

  score(given: GivenScore): ScoreSaved {
    const { summary, order, scores } = this.#round(given.round)
    const savedAt = new Date().toISOString()
    const region = order[given.position] as number
    scores.set(region, {
      ...given,
      origin: 'round',
      changeReason: '',
      standardError: null,
      id: scores.size + 1,
      region,
      rater: summary.rater,
      presentation: 1,
      scaleVersion: 1,
      supersedes: null,
      scoredAt: savedAt,
    })
    summary.finished = scores.size
    return {
      savedAt,
      finished: scores.size,
      total: summary.total,
      next: this.firstOpen(given.round, given.position),
    }
  }

  report(id: number): RoundReport {
    const given = [...this.#round(id).scores.values()]
    const values = Array.from({ length: 11 }, (_, i) => (i / 10) * this.#scale.max)
    return {
      scored: given.length,
      cannotJudge: [{ reason: 'covered', count: 2 }],
      seconds: 4 * given.length,
      asSuggested: null,
      corrected: null,
      values: values.map((value, i) => ({ value, count: 3 + ((i * 7) % 5) })),
      withEarlier: null,
      withOthers: null,
      raterDifference: 0.08 * this.#scale.max,
    }
  }

  suggest(round: number, position: number, leftOut: number[]): SuggestionView | null {
    const asked = this.region(this.#round(round).order[position] as number)
    const others = this.#regions.filter(
      (one) => one.region === asked.region && one.photograph !== asked.photograph,
    )
    return fakeSuggestion(asked, others, this.#scale, leftOut, {
      subject: (photograph) => this.#item(photograph).subject,
      roll: (photograph) => eyeLineAngle(this.#face(photograph).landmarks),
    })
  }

  #exemplars({ region }: Region): TaskExemplar[] {
    return this.#scale.anchors.slice(0, region === 'temporal' ? 0 : 4).map(({ value }, i) => ({
      value,
      picture: `malar://exemplar/${i + 1}`,
      eyes: 0.6 + 0.04 * i,
    }))
  }

  #isBefore(one: Region, { photograph, region, side }: Region): boolean {
    return one.photograph === photograph - 1 && one.region === region && one.side === side
  }

  #earlier(
    { photograph, region, polygon, side }: Region,
    pose: Omit<ViewedPad, 'polygon' | 'side'>,
  ): EarlierVisit {
    const [frame] = viewingFrames(region, [{ polygon, side, ...pose }])
    const picture = `malar://photograph/${photograph}`
    return { picture, width: SIDE, height: SIDE, frame: frame as ViewingFrame, polygon, day: 0 }
  }

  #padState(pad: Region, order: number[], scores: Map<number, Score>): PadState {
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

  #given(position: number, unit: number): GivenScore {
    const value = nearestAllowed(this.#scale, unit * this.#scale.max)
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

  #photograph(i: number): PhotographItem {
    const quality = fakeQuality(i)
    return {
      id: i + 1,
      sha256: `${i}`.repeat(16).padEnd(64, 'a9'),
      subject: `S-${String(Math.floor(i / 2) + 1).padStart(3, '0')}`,
      day: (i % 2) * 90,
      view: 'frontal',
      mirrored: false,
      width: SIDE,
      height: SIDE,
      hasFace: quality.face !== null,
      interOcular: quality.face?.eyesApart ?? null,
      quality,
      flags: flagsOf(quality, { view: 'frontal', mirrored: false }),
      addedAt: new Date(Date.UTC(2026, 10, 20, 8, i)).toISOString(),
      regions: i % 24 === 5 ? 0 : 20,
      scored: i < 2 ? 20 : i === 2 ? 5 : 0,
    }
  }

  #lay(photograph: PhotographItem): void {
    if (!photograph.hasFace) return
    const laid = layAtlas(
      { regions: this.atlas } as never,
      this.#face(photograph.id).landmarks,
      false,
      this.#wanted,
    )
    for (const one of laid) {
      this.#regions.push({
        ...one,
        id: this.#regions.length + 1,
        photograph: photograph.id,
        origin: 'atlas',
        revision: 1,
      })
    }
  }

  #face(id: number): Face {
    return this.faces[(id - 1) % this.faces.length] as Face
  }

  #item(id: number): PhotographItem {
    return this.photographs[id - 1] as PhotographItem
  }

  #round(id: number): FakeRound {
    return this.#rounds[id - 1] as FakeRound
  }
}

/** One in nine is small and blurred, one in twenty-four has no face. */
function fakeQuality(i: number): PhotographQuality {
  const face = {
    eyesApart: i % 9 === 4 ? 26 : 182,
    blur: i % 9 === 4 ? 0.06 : 0.009,
    yaw: (i % 31) - 6,
    pitch: 2,
  }
  const exposure = { mean: 0.5, light: i % 13 === 3 ? 0.16 : 0.74, black: 0, white: 0.002 }
  return { faces: i % 24 === 5 ? 0 : 1, exposure, face: i % 24 === 5 ? null : face }
}
