import type { StripItem } from '../../electron/contract'

/** The pointer moves at least so many pixels before a press is a drag. */
const SLACK = 6

/** A crop that is dragged with the mouse. Not the browser's own dragging, which the window takes for files. */
export class Drag {
  item = $state.raw<StripItem | null>(null)
  /** Where the pointer is, in pixels of the window; null until it has moved. */
  at = $state.raw<{ x: number; y: number } | null>(null)
  /** Whether the press that ended last was a drag, so that its click means nothing. */
  moved = false
  #pressed: { item: StripItem; x: number; y: number } | null = null

  constructor(private readonly drop: (item: StripItem, at: { x: number; y: number }) => void) {}

  begin(item: StripItem, { button, clientX: x, clientY: y }: PointerEvent): void {
    this.moved = false
    if (button === 0) this.#pressed = { item, x, y }
  }

  follow({ clientX: x, clientY: y }: PointerEvent): void {
    const pressed = this.#pressed
    if (!pressed) return
    if (!this.item && Math.hypot(x - pressed.x, y - pressed.y) < SLACK) return
    this.moved = true
    this.item = pressed.item
    this.at = { x, y }
  }

  end({ clientX: x, clientY: y }: PointerEvent): void {
    const { item } = this
    this.#pressed = null
    this.item = null
    this.at = null
    if (item) this.drop(item, { x, y })
  }
}
