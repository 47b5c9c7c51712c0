import type { PhotographChange, PhotographDetails } from '../../electron/contract'
import type { AtlasRegion } from '../../electron/domain/atlas'
import {
  checkPolygon,
  clampPoint,
  deleteVertex,
  insertVertex,
  moveVertex,
  nearestEdge,
} from '../../electron/domain/geometry'
import type { Region } from '../../electron/domain/records'
import type { Point, Polygon, Side } from '../../electron/domain/words'
import { sentenceOf, type Client } from '../api'

export interface PadRow {
  region: string
  name: string
  side: Side
  /** Null where the pad has no polygon on this photograph yet. */
  placed: Region | null
}

export type EditorClient = Pick<Client, 'photograph' | 'placeRegion' | 'resetRegion' | 'changePhotograph'>

/** One photograph and its regions. Every finished change is saved at once. */
export class Editor {
  details = $state.raw<PhotographDetails | null>(null)
  /** Key of the pad in hand: `region side`. */
  chosen = $state('')
  vertex = $state<number | null>(null)
  /** The polygon while it is being dragged; null when the saved one is in sight. */
  draft = $state.raw<Polygon | null>(null)
  /** Points of a region that is being drawn. */
  drawing = $state.raw<Point[] | null>(null)
  saved = $state(false)
  failure = $state('')

  constructor(
    private readonly client: EditorClient,
    private readonly wanted: readonly string[],
    private readonly atlas: readonly AtlasRegion[],
  ) {}

  async open(id: number): Promise<void> {
    this.drawing = null
    this.draft = null
    this.vertex = null
    this.saved = false
    await this.#take(() => this.client.photograph(id))
    this.saved = false
  }

  /** Every pad of the study on this photograph, placed or not, in atlas order. */
  get pads(): PadRow[] {
    const regions = this.details?.regions ?? []
    return this.atlas
      .filter((entry) => this.wanted.includes(entry.id))
      .flatMap((entry) => {
        // What lies outside the mesh has no sides of its own.
        const sides: Side[] = entry.right ? ['right', 'left'] : ['midline']
        return sides.map((side) => ({
          region: entry.id,
          name: entry.name,
          side,
          placed: regions.find((region) => region.region === entry.id && region.side === side) ?? null,
        }))
      })
  }

  get pad(): PadRow | null {
    return this.pads.find((pad) => padKey(pad) === this.chosen) ?? null
  }

  /** The chosen pad's outline as it is now, saved or being dragged. */
  get polygon(): Polygon | null {
    return this.draft ?? this.pad?.placed?.polygon ?? null
  }

  choose(key: string): void {
    if (this.chosen === key) return
    this.chosen = key
    this.vertex = null
    this.draft = null
    this.drawing = null
  }

  drag(index: number, to: Point): void {
    const polygon = this.polygon
    if (polygon) this.draft = moveVertex(polygon, index, this.#inside(to))
    this.vertex = index
  }

  async drop(): Promise<void> {
    if (this.draft) await this.#place(this.draft)
  }

  /** Moves the chosen vertex by pixels of the photograph. */
  async nudge(dx: number, dy: number): Promise<void> {
    const point = this.vertex === null ? null : this.polygon?.[this.vertex]
    if (!point || this.vertex === null) return
    this.drag(this.vertex, [point[0] + dx, point[1] + dy])
    await this.drop()
  }

  async add(at: Point): Promise<void> {
    if (!this.polygon) return
    const point = this.#inside(at)
    const edge = nearestEdge(this.polygon, point).index
    await this.#place(insertVertex(this.polygon, edge, point))
    this.vertex = edge + 1
  }

  async removeChosen(): Promise<void> {
    if (this.vertex === null || !this.polygon) return
    if (this.polygon.length <= 3) {
      this.failure = 'A region needs at least three corners.'
      return
    }
    const polygon = deleteVertex(this.polygon, this.vertex)
    this.vertex = Math.min(this.vertex, polygon.length - 1)
    await this.#place(polygon)
  }

  beginDrawing(): void {
    this.failure = ''
    this.drawing = []
  }

  addPoint(at: Point): void {
    if (this.drawing) this.drawing = [...this.drawing, this.#inside(at)]
  }

  undoPoint(): void {
    if (this.drawing) this.drawing = this.drawing.slice(0, -1)
  }

  async closeDrawing(): Promise<void> {
    if (!this.drawing) return
    if (this.drawing.length < 3) {
      this.failure = 'Click at least three corners, then close the region.'
      return
    }
    const points = this.drawing
    this.drawing = null
    await this.#place(points)
    if (this.failure) this.drawing = points
  }

  giveUp(): void {
    this.drawing = null
    this.draft = null
  }

  async reset(): Promise<void> {
    const key = this.pad?.placed?.id
    if (key !== undefined) await this.#take(() => this.client.resetRegion(key))
    this.vertex = null
  }

  async change(change: PhotographChange): Promise<void> {
    const id = this.details?.photograph.id
    if (id !== undefined) await this.#take(() => this.client.changePhotograph(id, change))
  }

  async #place(polygon: Polygon): Promise<void> {
    const pad = this.pad
    const photograph = this.details?.photograph
    if (!pad || !photograph) return
    this.draft = polygon
    await this.#take(async () => {
      checkPolygon(polygon, photograph.width, photograph.height)
      return this.client.placeRegion(photograph.id, pad.region, pad.side, polygon)
    })
  }

  async #take(ask: () => Promise<PhotographDetails>): Promise<void> {
    this.failure = ''
    try {
      this.details = await ask()
      this.saved = true
    } catch (error) {
      this.failure = sentenceOf(error)
    }
    this.draft = null
  }

  #inside(point: Point): Point {
    const photograph = this.details?.photograph
    return photograph ? clampPoint(point, photograph.width, photograph.height) : point
  }
}

export function padKey(pad: { region: string; side: Side }): string {
  return `${pad.region} ${pad.side}`
}
