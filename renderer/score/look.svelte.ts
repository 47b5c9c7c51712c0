const ZOOMS = [1, 1.6, 2.6]
const STEP = 0.1

/** How the crop is looked at. It changes nothing but the view, and holds from pad to pad. */
export class Look {
  outline = $state(false)
  other = $state(false)
  brightness = $state(1)
  contrast = $state(1)
  #zoom = $state(0)

  get zoom(): number {
    return ZOOMS[this.#zoom] ?? 1
  }

  /** True when light or contrast are not the photograph's own. */
  get altered(): boolean {
    return this.brightness !== 1 || this.contrast !== 1
  }

  closer(): void {
    this.#zoom = (this.#zoom + 1) % ZOOMS.length
  }

  brighten(steps: number): void {
    this.brightness = within(this.brightness + steps * STEP)
  }

  harden(steps: number): void {
    this.contrast = within(this.contrast + steps * STEP)
  }

  plain(): void {
    this.brightness = 1
    this.contrast = 1
    this.#zoom = 0
    this.other = false
  }
}

function within(value: number): number {
  return Math.round(Math.min(2, Math.max(0.4, value)) * 10) / 10
}
