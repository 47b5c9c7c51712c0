/** Keeps the weights that did best on subjects held out, and says when going on is in vain. Knows no TensorFlow. */

/** Checks in a row without a new best, after which a training stops. With few subjects held out they are noisy. */
const PATIENCE = 6

export class EarlyStop {
  /** Every check so far, in order. */
  readonly checks: { step: number; error: number }[] = []
  #best: { step: number; error: number; weights: Float32Array } | undefined
  #sinceBest = 0

  /**
   * Takes a check.
   * @param step 0 before the first step
   * @param error one that is not a number counts as no better
   */
  consider(step: number, error: number, weights: Float32Array): void {
    this.checks.push({ step, error })
    if (!this.#best || error < this.#best.error) {
      this.#best = { step, error, weights }
      this.#sinceBest = 0
    } else {
      this.#sinceBest++
    }
  }

  /** Whether so many checks in a row brought nothing that it is time to stop. */
  get inVain(): boolean {
    return this.#sinceBest >= PATIENCE
  }

  /** The best check so far; undefined before the first. */
  get best(): { step: number; error: number; weights: Float32Array } | undefined {
    return this.#best
  }
}
