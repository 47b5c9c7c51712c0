const STEP = 0.1

/** Light and contrast of a picture. They change nothing but the view, and hold from picture to picture. */
export class Light {
  brightness = $state(1)
  contrast = $state(1)

  /** True when light or contrast are not the photograph's own. */
  get altered(): boolean {
    return this.brightness !== 1 || this.contrast !== 1
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
  }
}

function within(value: number): number {
  return Math.round(Math.min(2, Math.max(0.4, value)) * 10) / 10
}
