import { formatScore, nearestAllowed, type Scale } from '../../electron/domain/scale'

/**
 * The value that is being given. It begins empty: a slider that stands somewhere is already an answer.
 * On a scale from 0 to 1 digits are decimals: 58 is 0.58, 5 is 0.5, 100 is 1.
 */
export class Entry {
  /** What was typed, while the value comes from typing. */
  text = $state('')
  #value = $state<number | null>(null)

  constructor(readonly scale: Scale) {}

  get value(): number | null {
    return this.#value
  }

  /** Takes one typed digit or point; what cannot continue the number begins a new one. */
  type(sign: string): void {
    const longer = this.text + sign
    const value = readTyped(this.scale, longer)
    if (value === undefined) {
      const anew = readTyped(this.scale, sign)
      this.text = anew === undefined ? '' : sign
      this.#value = anew ?? null
      return
    }
    this.text = longer
    this.#value = value
  }

  /** Takes back one typed sign. @returns false when nothing was typed */
  untype(): boolean {
    if (this.text === '') return false
    this.text = this.text.slice(0, -1)
    this.#value = readTyped(this.scale, this.text) ?? null
    return true
  }

  /** What is typed next begins a new number. */
  rest(): void {
    this.text = ''
  }

  /** Puts the value somewhere, as a click on the scale does. */
  set(value: number): void {
    this.text = ''
    this.#value = nearestAllowed(this.scale, value)
  }

  /** Moves by steps; the first move upwards begins at the lowest value, downwards at the highest. */
  move(steps: number): void {
    const { min, max, step } = this.scale
    if (this.#value === null) this.set(steps > 0 ? min : max)
    else this.set(this.#value + steps * step)
  }

  clear(): void {
    this.text = ''
    this.#value = null
  }

  /** As the button says it; empty while there is none. */
  get shown(): string {
    return this.#value === null ? '' : formatScore(this.scale, this.#value)
  }
}

/** The value of a typed text: null while it is not a number yet, undefined when it never becomes one. */
function readTyped(scale: Scale, text: string): number | null | undefined {
  if (text === '' || text === '.') return null
  const decimals = scale.max === 1 && scale.min === 0
  if (!/^(\d+|\d*\.\d{0,2})$/.test(text)) return undefined
  if (decimals && !text.includes('.')) {
    if (text === '100') return 1
    return text.length <= 2 || text === '10' ? Number(`0.${text}`) : undefined
  }
  const value = Number(text)
  return value >= scale.min && value <= scale.max ? nearestAllowed(scale, value) : undefined
}
