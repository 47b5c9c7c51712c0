import type { Point, Polygon } from '../../electron/domain/words'
import type { Editor } from './editor.svelte'
import { padAt } from './pads'
import { gripAt, type Grip } from './polygons'
import type { Viewport } from './viewport.svelte'

/** Screen pixels below which a press is a click. */
const STILL = 3

type Held =
  | { kind: 'picture' }
  | { kind: 'draw' }
  | { kind: 'vertex'; index: number }
  | { kind: 'middle'; edge: number }
  | { kind: 'inside'; outline: Polygon; from: Point }

/** What the pointer does on a photograph: it chooses, moves corners and pads, draws, and pushes the picture. */
export class Grab {
  /** True while the space bar is down: then every drag pushes the picture. */
  pushing = $state(false)
  /** True between the first real movement and letting go. */
  moving = $state(false)
  /** What lies under a pointer that holds nothing. */
  over = $state.raw<Grip>(null)
  #held: Held | null = null
  #start: Point = [0, 0]
  #last: Point = [0, 0]

  constructor(
    private readonly editor: Editor,
    private readonly viewport: Viewport,
  ) {}

  /** @param at a point of the frame @param middle whether the middle button is down */
  press(at: Point, middle: boolean): void {
    this.#start = this.#last = at
    this.moving = false
    this.#held = middle || this.pushing ? { kind: 'picture' } : this.#take(this.viewport.toPicture(at))
  }

  /** @returns true once it is a real drag, which is then captured */
  move(at: Point): boolean {
    if (!this.#held) {
      this.over = this.#gripAt(this.viewport.toPicture(at))
      return false
    }
    if (!this.moving) {
      if (Math.hypot(at[0] - this.#start[0], at[1] - this.#start[1]) < STILL) return false
      this.moving = true
    }
    this.#drag(this.#held, at)
    this.#last = at
    return true
  }

  release(): void {
    const held = this.#held
    this.#held = null
    if (!held) return
    if (this.moving) this.editor.settle()
    else this.#click(held, this.viewport.toPicture(this.#start))
    this.moving = false
  }

  /** The press came to nothing: what was moved goes back. */
  cancel(): void {
    this.#held = null
    this.moving = false
    this.editor.draft = null
  }

  #take(point: Point): Held {
    if (this.editor.drawing) return { kind: 'draw' }
    const grip = this.#gripAt(point)
    if (grip?.kind === 'vertex') this.editor.vertex = grip.index
    if (grip?.kind !== 'inside') return grip ?? { kind: 'picture' }
    return { kind: 'inside', outline: this.editor.polygon ?? [], from: point }
  }

  #gripAt(point: Point): Grip {
    const { polygon, drawing, readOnly } = this.editor
    const held = polygon && !drawing && !readOnly && this.viewport.outlines
    return held ? gripAt(polygon, point, this.viewport.scale) : null
  }

  #drag(held: Held, at: Point): void {
    const point = this.viewport.toPicture(at)
    if (held.kind === 'vertex') this.editor.dragVertex(held.index, point)
    else if (held.kind === 'inside') {
      this.editor.dragAll(held.outline, point[0] - held.from[0], point[1] - held.from[1])
    } else if (held.kind === 'middle') {
      this.editor.insert(held.edge, point)
      this.#held = { kind: 'vertex', index: held.edge + 1 }
    } else this.viewport.pan(at[0] - this.#last[0], at[1] - this.#last[1])
  }

  #click(held: Held, point: Point): void {
    if (held.kind === 'draw') this.editor.addPoint(point)
    else if (held.kind === 'middle') {
      this.editor.insert(held.edge, point)
      this.editor.settle()
    } else if (held.kind !== 'vertex' && !this.pushing) {
      this.editor.vertex = null
      const pad = padAt(this.editor.pads, point, this.editor.chosen)
      if (pad) this.editor.choose(pad)
    }
  }
}
