import { Light } from '../parts/light.svelte'

/** What `closer` goes through. */
const ZOOMS = [1, 1.6, 2.6]
const LEAST_ZOOM = 0.6
const MOST_ZOOM = 6

/** Which part of a pad's square is in sight. */
export interface Place {
  /** 1 shows the square, 2 half of its width. */
  zoom: number
  /** Its middle from the square's, in parts of the square's side; x as on a left pad, so that both sides go together. */
  x: number
  y: number
}

export const WHOLE: Place = { zoom: 1, x: 0, y: 0 }

/** What lies beside the pad that is scored. */
export type Beside = 'nothing' | 'other' | 'earlier'

/**
 * How the pad is looked at. It changes nothing but the view. Light and what lies beside hold from pad to pad, the place
 * is kept for each pad of the face: the next photograph opens at the same part at the same scale.
 */
export class Look extends Light {
  outline = $state(false)
  /** Exemplars stand beside the scale. */
  exemplars = $state(true)
  beside = $state<Beside>('nothing')
  #region = $state('')
  /** The pad's frame is mirrored: what lies right of the middle on the screen lies left of it on a left pad. */
  #mirrored = false
  #places = $state.raw<Readonly<Record<string, Place>>>({})

  get place(): Place {
    return this.#places[this.#region] ?? WHOLE
  }

  /** Turns to another pad. @param region its atlas id */
  turnTo(region: string, mirrored: boolean): void {
    this.#region = region
    this.#mirrored = mirrored
  }

  /** True when anything is not as it is first shown. */
  get changed(): boolean {
    const { zoom, x, y } = this.place
    return this.altered || zoom !== 1 || x !== 0 || y !== 0
  }

  toggle(beside: 'other' | 'earlier'): void {
    this.beside = this.beside === beside ? 'nothing' : beside
  }

  /** The next zoom; after the last one the whole square again. */
  closer(): void {
    const next = ZOOMS.find((zoom) => zoom > this.place.zoom + 0.01)
    this.#put(next === undefined ? WHOLE : { ...this.place, zoom: next })
  }

  /**
   * Zooms so that what lies at a point stays there.
   * @param x from the middle of what is in sight, as a part of its width: −0.5 to 0.5
   */
  zoomAt(factor: number, x: number, y: number): void {
    const { place } = this
    const zoom = Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, place.zoom * factor))
    const gained = 1 / place.zoom - 1 / zoom
    this.#put({ zoom, x: place.x + this.#across(x) * gained, y: place.y + y * gained })
  }

  /** Looks further right and down by parts of what is in sight. */
  move(x: number, y: number): void {
    const { place } = this
    this.#put({ zoom: place.zoom, x: place.x + this.#across(x) / place.zoom, y: place.y + y / place.zoom })
  }

  /** The picture as it is: its own light, the whole square. */
  override plain(): void {
    super.plain()
    this.#put(WHOLE)
  }

  #across(x: number): number {
    return this.#mirrored ? -x : x
  }

  #put({ zoom, x, y }: Place): void {
    const inside = (at: number): number => Math.min(0.5, Math.max(-0.5, at))
    this.#places = { ...this.#places, [this.#region]: { zoom, x: inside(x), y: inside(y) } }
  }
}
