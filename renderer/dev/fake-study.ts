import type {
  EditShown,
  GivenScore,
  PhotographChange,
  PhotographDetails,
  PhotographItem,
  RoundReport,
  RoundSummary,
  ScoreSaved,
  ScoringTask,
  StudyOverview,
  SuggestionView,
} from '../../electron/contract'
import { layAtlas, type AtlasRegion } from '../../electron/domain/atlas'
import { eyeLineAngle } from '../../electron/domain/crop'
import type { Rater, Region } from '../../electron/domain/records'
import type { Figure, PhotographFigures } from '../../electron/domain/photograph-figures'
import { parseScale, type Scale } from '../../electron/domain/scale'
import { plainRules, type RoundRules } from '../../electron/domain/round-rules'
import type { Polygon, Side } from '../../electron/domain/words'
import type { Face } from './faces'
import { FakeEdits } from './fake-edits'
import { fakeFigures } from './fake-figures'
import { fakePhotograph } from './fake-photograph'
import { fakeReport } from './fake-report'
import { fakeSuggestion } from './fake-suggestion'
import { fakeAnswer, fakeTask, type FakeRound } from './fake-task'

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
    this.photographs = Array.from({ length: count }, (_, i) => fakePhotograph(i))
    for (const photograph of this.photographs) this.#lay(photograph)
    this.startRound(1, plainRules('assisted'))
    this.startRound(2, plainRules('blind'))
    const [first] = this.#rounds
    first?.order
      .slice(0, 45)
      .forEach((_, position) =>
        this.score(fakeAnswer(this.#scale, position, 0.2 + ((position * 37) % 60) / 100)),
      )
  }

  overview(): StudyOverview {
    const scored = new Set(this.#rounds.flatMap((round) => [...round.scores.keys()])).size
    return {
      path: '/home/ana/studies/midface-pilot.malar',
      notice: null,
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

  figures(figure: Figure): PhotographFigures {
    return fakeFigures(figure, this.photographs, this.#regions, this.#rounds)
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

  task(round: number, position: number): ScoringTask {
    return fakeTask(this.#round(round), position, {
      photographs: this.photographs,
      regions: this.#regions,
      scale: this.#scale,
      roll: (photograph) => this.#roll(photograph),
    })
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
    return fakeReport(this.#round(id), this.#scale)
  }

  suggest(round: number, position: number, leftOut: number[]): SuggestionView | null {
    const asked = this.region(this.#round(round).order[position] as number)
    const others = this.#regions.filter(
      (one) => one.region === asked.region && one.photograph !== asked.photograph,
    )
    return fakeSuggestion(asked, others, this.#scale, leftOut, {
      subject: (photograph) => this.#item(photograph).subject,
      roll: (photograph) => this.#roll(photograph),
    })
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

  #roll(id: number): number {
    return eyeLineAngle(this.#face(id).landmarks)
  }

  #item(id: number): PhotographItem {
    return this.photographs[id - 1] as PhotographItem
  }

  #round(id: number): FakeRound {
    return this.#rounds[id - 1] as FakeRound
  }
}
