export interface LossPoint {
  step: number
  loss: number
}

/** Mean over about a fiftieth of the curve, so that its course is seen through the noise of the batches. */
export function smoothed(losses: readonly LossPoint[]): LossPoint[] {
  const half = Math.max(1, Math.floor(losses.length / 100))
  return losses.map(({ step }, i) => {
    const near = losses.slice(Math.max(0, i - half), i + half + 1)
    return { step, loss: near.reduce((sum, point) => sum + point.loss, 0) / near.length }
  })
}
