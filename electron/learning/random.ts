/**
 * A seeded source of random numbers, so that a training can be repeated. `Math.random` is never used
 * in this room: it cannot be seeded, and inside a traced graph it would be frozen into a constant.
 */
export class Random {
  #state: number

  /** @param seed any finite number; its lower 32 bits count */
  constructor(seed: number) {
    this.#state = seed >>> 0
    // Neighbouring seeds give neighbouring first numbers; a few draws part them.
    for (let i = 0; i < 8; i++) this.next()
  }

  /** A number in [0, 1), uniform on a grid of 2^-32. Mulberry32 (Tommy Ettinger, 2017, public domain). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }

  /** Uniform in [low, high). */
  between(low: number, high: number): number {
    return low + (high - low) * this.next()
  }

  /** A whole number from 0 to count - 1. */
  below(count: number): number {
    return Math.floor(this.next() * count)
  }

  /** Standard normal, by the Box–Muller transform. */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next())
  }

  /** Shuffles in place (Fisher–Yates) and returns the same array. */
  shuffle<T>(list: T[]): T[] {
    for (let i = list.length - 1; i > 0; i--) {
      const j = this.below(i + 1)
      const kept = list[i] as T
      list[i] = list[j] as T
      list[j] = kept
    }
    return list
  }

  /** An independent source whose numbers do not depend on how many this one has given since. */
  fork(): Random {
    return new Random(Math.floor(this.next() * 4294967296))
  }
}
