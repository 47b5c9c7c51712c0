import { DEFAULT_PREFERENCES } from '../../electron/contract'

/** Counts active time: what the clinician works, not what the window stands open. */
export class ActiveClock {
  #counted = 0
  #last: number
  #resting = false

  /**
   * @param now milliseconds of a clock that never goes back
   * @param idleSeconds a gap without any key or click longer than this counts as this much, not more
   */
  constructor(
    private readonly now: () => number = () => performance.now(),
    private readonly idleSeconds = DEFAULT_PREFERENCES.idleSeconds,
  ) {
    this.#last = now()
  }

  /** The person did something. */
  touch(): void {
    this.#count()
    this.#resting = false
  }

  /** The person turned to something else: nothing counts until the next `touch`. */
  rest(): void {
    this.#count()
    this.#resting = true
  }

  /** Seconds of active time so far. */
  get seconds(): number {
    return this.#counted + this.#gap(this.now())
  }

  restart(): void {
    this.#counted = 0
    this.#last = this.now()
  }

  #count(): void {
    const now = this.now()
    this.#counted += this.#gap(now)
    this.#last = now
  }

  #gap(now: number): number {
    if (this.#resting) return 0
    return Math.min(this.idleSeconds, Math.max(0, (now - this.#last) / 1000))
  }
}

/** 12:08, or 1:02:09 from an hour on. */
export function clockWords(seconds: number): string {
  const whole = Math.floor(seconds)
  const two = (n: number): string => String(n).padStart(2, '0')
  const hours = Math.floor(whole / 3600)
  const minutes = Math.floor(whole / 60) % 60
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`
}

/** What is left of long work, in words that do not pretend to know the second. */
export function etaWords(seconds: number | null): string {
  if (seconds === null || !Number.isFinite(seconds)) return 'time left not known yet'
  if (seconds < 5) return 'a few seconds left'
  if (seconds < 90) return `about ${Math.ceil(seconds / 5) * 5} s left`
  return `about ${Math.round(seconds / 60)} min left`
}
