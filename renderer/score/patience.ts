/** A save shorter than this is not noticed: keys that came meanwhile were meant for the next pad. */
const NOT_NOTICED_MS = 120

/** Keys that follow a dropped one no later than this were typed before anybody saw that it was dropped. */
export const TYPED_ON_MS = 500

interface Kept {
  act: () => void
  commits: boolean
}

/**
 * Keeps keys that come while a save is running.
 * After a short save all of them act, in order. After a long one the person may have pressed again because nothing
 * moved: then only what cannot score acts, up to the first that could. No key scores a pad twice or unseen. Who types
 * on without looking has begun an answer with keys that were dropped: its end is dropped too, or it would be another.
 */
export class Patience {
  #kept: Kept[] = []
  #since = 0
  /** When a key was dropped last. */
  #dropped = -Infinity

  constructor(private readonly now: () => number) {}

  begin(): void {
    this.#since = this.now()
  }

  keep(act: () => void, commits: boolean): void {
    this.#kept.push({ act, commits })
  }

  forget(): void {
    this.#kept = []
  }

  /** Lets the kept keys act. @returns whether one that could score was dropped */
  end(press: (act: () => void, commits: boolean) => void): boolean {
    const kept = this.#kept
    this.#kept = []
    const short = this.now() - this.#since <= NOT_NOTICED_MS
    for (const { act, commits } of kept) {
      if (commits && !short) {
        this.#dropped = this.now()
        return true
      }
      press(act, commits)
    }
    return false
  }

  /** Whether a key that sets a value or scores goes on with what was dropped, and is dropped with it. */
  typedOn(): boolean {
    const now = this.now()
    if (now - this.#dropped > TYPED_ON_MS) return false
    this.#dropped = now
    return true
  }
}
