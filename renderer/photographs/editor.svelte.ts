import type { EditShown, PhotographChange, PhotographDetails } from '../../electron/contract'
import type { AtlasRegion } from '../../electron/domain/atlas'
import {
  clampPoint,
  deleteVertex,
  insertVertex,
  movePolygonInside,
  moveVertex,
} from '../../electron/domain/geometry'
import type { Point, Polygon } from '../../electron/domain/words'
import { sentenceOf, type Client } from '../api'
import { padKey, padRows, padWords, type PadRow } from './pads'
import { longestEdge, problemOf } from './polygons'

export type EditorClient = Pick<
  Client,
  | 'photograph'
  | 'placeRegion'
  | 'resetRegion'
  | 'copyRegion'
  | 'checkRegion'
  | 'undoEdit'
  | 'redoEdit'
  | 'changePhotograph'
>

/** One photograph and its regions. Every finished change is saved at once, one after the other. */
export class Editor {
  details = $state.raw<PhotographDetails | null>(null)
  /** Key of the pad in hand: `region side`. */
  chosen = $state('')
  vertex = $state<number | null>(null)
  /** The polygon while it is being moved; null when the saved one is in sight. */
  draft = $state.raw<Polygon | null>(null)
  /** Points of a region that is being drawn. */
  drawing = $state.raw<Point[] | null>(null)
  /** What was done last, in words. */
  done = $state('')
  failure = $state('')
  #id = 0
  #line: Promise<unknown> = Promise.resolve()
  #asked = 0

  constructor(
    private readonly client: EditorClient,
    private readonly wanted: readonly string[],
    private readonly atlas: readonly AtlasRegion[],
    readonly readOnly = false,
  ) {}

  /** The photograph in sight. */
  get id(): number {
    return this.#id
  }

  async open(id: number): Promise<void> {
    if (id === this.#id) return
    this.settle()
    this.#show(id)
    await this.#take(() => this.client.photograph(id), '')
    this.chosen ||= this.pads[0] ? padKey(this.pads[0]) : ''
  }

  /** Every pad of the study on this photograph, placed or not, in anatomical order. */
  get pads(): PadRow[] {
    return padRows(this.details, this.wanted, this.atlas)
  }

  get pad(): PadRow | null {
    return this.pads.find((pad) => padKey(pad) === this.chosen) ?? null
  }

  /** The chosen pad's outline as it is now, saved or being moved. */
  get polygon(): Polygon | null {
    return this.draft ?? this.pad?.placed?.polygon ?? null
  }

  /** Why the outline could not be saved as it lies now, as a sentence; empty where it could. */
  get problem(): string {
    return this.draft ? problemOf(this.draft, this.details?.photograph) : ''
  }

  choose(key: string): void {
    if (this.chosen === key) return
    this.settle()
    this.chosen = key
    this.#leaveShape()
  }

  /** The next vertex, or the one before; the first where none is in hand. */
  walk(by: 1 | -1): void {
    const count = this.polygon?.length ?? 0
    if (count === 0) return
    this.vertex = this.vertex === null ? (by > 0 ? 0 : count - 1) : (this.vertex + by + count) % count
  }

  dragVertex(index: number, to: Point): void {
    this.vertex = index
    if (this.polygon) this.draft = moveVertex(this.polygon, index, this.#inside(to))
  }

  /** Moves the whole outline from where it lay. */
  dragAll(from: Polygon, dx: number, dy: number): void {
    const photograph = this.details?.photograph
    if (photograph) this.draft = movePolygonInside(from, dx, dy, photograph.width, photograph.height)
  }

  /** Moves the vertex in hand, or the whole pad, by pixels of the photograph. `settle` saves it. */
  nudge(dx: number, dy: number): void {
    if (!this.polygon) return
    const point = this.vertex === null ? null : this.polygon[this.vertex]
    if (point && this.vertex !== null) this.dragVertex(this.vertex, [point[0] + dx, point[1] + dy])
    else this.dragAll(this.polygon, dx, dy)
  }

  /** Puts a vertex on an edge, and takes it in hand. `settle` saves it. */
  insert(edge: number, at: Point): void {
    if (!this.polygon) return
    this.draft = insertVertex(this.polygon, edge, this.#inside(at))
    this.vertex = edge + 1
  }

  /** A vertex in the middle of the edge after the one in hand, or of the longest edge. */
  add(): void {
    if (!this.polygon) return
    const edge = this.vertex ?? longestEdge(this.polygon)
    const [from, to] = [this.polygon[edge] as Point, this.polygon[(edge + 1) % this.polygon.length] as Point]
    this.insert(edge, [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2])
    this.settle()
  }

  remove(): void {
    this.settle()
    if (!this.polygon) return
    if (this.vertex === null) {
      this.failure = 'Choose a corner first. A whole region is never deleted: reset it or draw it anew.'
    } else if (this.polygon.length <= 3) {
      this.failure = 'A region needs at least three corners.'
    } else {
      const polygon = deleteVertex(this.polygon, this.vertex)
      this.vertex = Math.min(this.vertex, polygon.length - 1)
      void this.#place(polygon)
    }
  }

  /** Saves what was moved. What cannot be saved goes back to where it was, and says why. */
  settle(): void {
    const draft = this.draft
    this.draft = null
    if (draft && JSON.stringify(draft) !== JSON.stringify(this.polygon)) void this.#place(draft)
    this.#keepVertex()
  }

  beginDrawing(): void {
    this.settle()
    this.failure = ''
    this.vertex = null
    this.drawing = []
  }

  addPoint(at: Point): void {
    if (this.drawing) this.drawing = [...this.drawing, this.#inside(at)]
  }

  undoPoint(): void {
    if (this.drawing) this.drawing = this.drawing.slice(0, -1)
  }

  /** Saves what was drawn, or another outline in its place. */
  async closeDrawing(points: Polygon | null = this.drawing): Promise<void> {
    if (!points) return
    const photograph = this.details?.photograph
    const outline = photograph
      ? points.map((point) => clampPoint(point, photograph.width, photograph.height))
      : points
    this.failure =
      outline.length < 3
        ? 'Click at least three corners, then close the region.'
        : problemOf(outline, photograph)
    if (this.failure) return
    this.drawing = null
    await this.#place(outline)
  }

  giveUp(): void {
    this.#leaveShape()
  }

  async reset(): Promise<void> {
    this.settle()
    this.vertex = null
    const key = this.pad?.placed?.id
    if (key !== undefined) await this.#take(() => this.client.resetRegion(key), 'Reset to the atlas')
  }

  /** Lays the pad as it lay on the last visit. */
  async copy(): Promise<void> {
    this.settle()
    this.vertex = null
    const pad = this.pad
    if (!pad?.copy) {
      this.failure = 'No other photograph of this subject shows this pad in the same view.'
      return
    }
    const { region, side } = pad
    await this.#take(() => this.client.copyRegion(this.#id, region, side), `Copied from day ${pad.copy.day}`)
  }

  /** The person has looked at a copied pad and finds it good. */
  async check(): Promise<void> {
    this.settle()
    const pad = this.pad
    if (pad?.placed && pad.unchecked) {
      const key = pad.placed.id
      await this.#take(() => this.client.checkRegion(key), 'Checked')
    }
  }

  /** Takes the study's last edit back, and shows the photograph and the pad that it was about. */
  async undo(): Promise<void> {
    await this.#walkEdits(() => this.client.undoEdit(), 'Undone', 'There is nothing to undo.')
  }

  async redo(): Promise<void> {
    await this.#walkEdits(() => this.client.redoEdit(), 'Done again', 'There is nothing to do again.')
  }

  async change(change: PhotographChange): Promise<void> {
    this.settle()
    if (this.details) await this.#take(() => this.client.changePhotograph(this.#id, change), 'Saved')
  }

  async #walkEdits(ask: () => Promise<EditShown | null>, words: string, nothing: string): Promise<void> {
    this.settle()
    let found = false
    await this.#take(async () => {
      const shown = await ask()
      if (!shown) return this.client.photograph(this.#id)
      found = true
      this.chosen = padKey(shown.edit)
      this.#show(shown.edit.photograph)
      return shown.details
    }, nothing)
    if (found && !this.failure && this.pad) this.done = `${words}: ${padWords(this.pad)}`
  }

  async #place(polygon: Polygon): Promise<void> {
    const pad = this.pad
    if (!pad || !this.details) return
    this.failure = problemOf(polygon, this.details.photograph)
    if (this.failure) return
    const id = this.#id
    const { regions } = this.details
    const { region, side, placed } = pad
    // It lies there at once; the main process has the last word.
    const moved = regions.map((one) => (one.id === placed?.id ? { ...one, polygon } : one))
    this.details = { ...this.details, regions: moved }
    await this.#take(() => this.client.placeRegion(id, region, side, polygon), 'Saved')
  }

  /** Asks one after the other. An answer that a later question will correct is not shown. */
  async #take(ask: () => Promise<PhotographDetails>, words: string): Promise<void> {
    const turn = ++this.#asked
    this.failure = ''
    const answered = this.#line.then(async () => {
      const details = await ask().catch((error: unknown) => {
        this.failure = sentenceOf(error)
        return this.client.photograph(this.#id)
      })
      if (turn !== this.#asked || details.photograph.id !== this.#id) return
      this.details = details
      this.done = this.failure ? '' : words
      this.#keepVertex()
    })
    this.#line = answered.catch(() => undefined)
    await answered.catch((error: unknown) => (this.failure = sentenceOf(error)))
  }

  #show(id: number): void {
    this.#id = id
    this.done = ''
    this.#leaveShape()
  }

  #leaveShape(): void {
    this.vertex = null
    this.draft = null
    this.drawing = null
  }

  /** A vertex that is no longer there cannot be in hand. */
  #keepVertex(): void {
    if (this.vertex !== null && this.vertex >= (this.polygon?.length ?? 0)) this.vertex = null
  }

  #inside(point: Point): Point {
    const photograph = this.details?.photograph
    return photograph ? clampPoint(point, photograph.width, photograph.height) : point
  }
}
