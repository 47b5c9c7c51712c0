import type { Point } from '../../electron/domain/words'

const CLOSEST = 16

/** How a picture lies in its frame: zoom about a point, pan, fit. Lengths are CSS pixels. */
export class Viewport {
  /** CSS pixels per pixel of the photograph. */
  scale = $state(1)
  x = $state(0)
  y = $state(0)
  /** True until the person zooms or pans: then a resize fits anew. */
  fitted = $state(true)
  #frame = { width: 1, height: 1 }
  #picture = { width: 1, height: 1 }

  /** The frame or the picture has another size. */
  resize(frame: { width: number; height: number }, picture: { width: number; height: number }): void {
    this.#frame = frame
    this.#picture = picture
    if (this.fitted) this.fit()
  }

  fit(): void {
    this.scale = this.#fitting
    this.x = (this.#frame.width - this.#picture.width * this.scale) / 2
    this.y = (this.#frame.height - this.#picture.height * this.scale) / 2
    this.fitted = true
  }

  /** Zooms so that what lies under `at` stays there. */
  zoom(factor: number, at: Point = [this.#frame.width / 2, this.#frame.height / 2]): void {
    const to = Math.min(CLOSEST, Math.max(this.#fitting / 2, this.scale * factor))
    const real = to / this.scale
    this.x = at[0] - (at[0] - this.x) * real
    this.y = at[1] - (at[1] - this.y) * real
    this.scale = to
    this.fitted = false
  }

  pan(dx: number, dy: number): void {
    this.x += dx
    this.y += dy
    this.fitted = false
  }

  /** A point of the frame as a point of the photograph. */
  toPicture(at: Point): Point {
    return [(at[0] - this.x) / this.scale, (at[1] - this.y) / this.scale]
  }

  get percent(): number {
    return Math.round(this.scale * 100)
  }

  get #fitting(): number {
    return Math.min(this.#frame.width / this.#picture.width, this.#frame.height / this.#picture.height) || 1
  }
}
