import type { Point } from '../../electron/domain/words'
import type { Box } from './polygons'

const CLOSEST = 16

/** What a person looks at on a photograph: a point, and a length by which faces of two photographs compare. */
export interface Anchor {
  at: Point
  size: number
}

/** How a picture lies in its frame: zoom about a point, pan, fit. Lengths are CSS pixels. */
export class Viewport {
  /** CSS pixels per pixel of the photograph. */
  scale = $state(1)
  x = $state(0)
  y = $state(0)
  /** What is fitted until the person zooms or pans: then a resize fits anew. */
  fitted = $state<'face' | 'photograph' | null>('face')
  /** Whether outlines lie over the picture. */
  outlines = $state(true)
  #frame = { width: 1, height: 1 }
  #picture = { width: 1, height: 1 }
  #face: Box | null = null

  /** The frame has another size. */
  resize(frame: { width: number; height: number }): void {
    this.#frame = frame
    this.#refit()
  }

  /**
   * Shows another picture. Where the person has zoomed, the same part of the face stays in sight at the same scale.
   * @param face what holds its regions, null where there are none
   * @param from what was looked at on the picture before, and `to` the same on this one
   */
  open(picture: { width: number; height: number }, face: Box | null, from: Anchor | null, to: Anchor): void {
    const [u, v] = this.toPicture(this.centre)
    this.#picture = picture
    this.#face = face
    if (this.fitted || !from) {
      this.fitted = 'face'
      this.#refit()
      return
    }
    const larger = to.size / from.size
    this.scale = this.#within(this.scale / larger)
    this.#putInTheMiddle([to.at[0] + (u - from.at[0]) * larger, to.at[1] + (v - from.at[1]) * larger])
  }

  /** The whole photograph, or the face on it. */
  fit(what: 'face' | 'photograph'): void {
    this.fitted = what
    this.#refit()
  }

  /** Pixel by pixel, about the middle of what is in sight. */
  actual(): void {
    this.zoom(1 / this.scale)
  }

  /** A part of the photograph as large as it goes, and not larger than `CLOSEST`. */
  show(box: Box): void {
    this.#show(box)
    this.fitted = null
  }

  /** Brings the middle of a box into sight where it is not, as large as everything is. */
  reveal({ x, y, width, height }: Box): void {
    const [left, top] = this.toPicture([0, 0])
    const [right, bottom] = this.toPicture([this.#frame.width, this.#frame.height])
    const [cx, cy] = [x + width / 2, y + height / 2]
    if (cx >= left && cx <= right && cy >= top && cy <= bottom) return
    this.#putInTheMiddle([cx, cy])
    this.fitted = null
  }

  /** Zooms so that what lies under `at` stays there. */
  zoom(factor: number, at: Point = this.centre): void {
    const to = this.#within(this.scale * factor)
    const real = to / this.scale
    this.x = at[0] - (at[0] - this.x) * real
    this.y = at[1] - (at[1] - this.y) * real
    this.scale = to
    this.fitted = null
  }

  pan(dx: number, dy: number): void {
    this.x += dx
    this.y += dy
    this.fitted = null
  }

  /** A point of the frame as a point of the photograph. */
  toPicture(at: Point): Point {
    return [(at[0] - this.x) / this.scale, (at[1] - this.y) / this.scale]
  }

  /** The middle of the frame. */
  get centre(): Point {
    return [this.#frame.width / 2, this.#frame.height / 2]
  }

  /** The smaller side of what is in sight, in pixels of the photograph. */
  get extent(): number {
    return Math.min(this.#frame.width, this.#frame.height) / this.scale
  }

  get percent(): number {
    return Math.round(this.scale * 100)
  }

  #refit(): void {
    if (!this.fitted) return
    const whole = { x: 0, y: 0, ...this.#picture }
    this.#show(this.fitted === 'face' ? (this.#face ?? whole) : whole)
  }

  #show({ x, y, width, height }: Box): void {
    this.scale = this.#within(Math.min(this.#frame.width / width, this.#frame.height / height))
    this.#putInTheMiddle([x + width / 2, y + height / 2])
  }

  #putInTheMiddle([x, y]: Point): void {
    this.x = this.centre[0] - x * this.scale
    this.y = this.centre[1] - y * this.scale
  }

  #within(scale: number): number {
    const fitting = Math.min(
      this.#frame.width / this.#picture.width,
      this.#frame.height / this.#picture.height,
    )
    return Math.min(CLOSEST, Math.max((fitting || 1) / 2, scale))
  }
}
