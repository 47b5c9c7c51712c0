export interface LossPoint {
  step: number
  loss: number
}

export interface LossScale {
  x(step: number): number
  y(loss: number): number
  /** Round values to label, ascending. */
  ticks: number[]
}

/** Lays a loss curve into a box: steps from 0, losses from 0 to a little above the largest. */
export function lossScale(
  losses: readonly LossPoint[],
  chance: number,
  steps: number,
  box: { left: number; right: number; top: number; bottom: number },
): LossScale {
  const most = Math.max(chance, ...losses.map((point) => point.loss)) * 1.08 || 1
  const last = Math.max(1, steps, losses.at(-1)?.step ?? 0)
  const every = [0.1, 0.2, 0.25, 0.5, 1, 2, 5].find((step) => most / step <= 5) ?? most / 4
  return {
    x: (step) => box.left + ((box.right - box.left) * step) / last,
    y: (loss) => box.bottom - ((box.bottom - box.top) * loss) / most,
    ticks: Array.from({ length: Math.floor(most / every) + 1 }, (_, i) => Number((i * every).toFixed(2))),
  }
}

/** Mean over about a fiftieth of the curve, so that its course is seen through the noise of the batches. */
export function smoothed(losses: readonly LossPoint[]): LossPoint[] {
  const half = Math.max(1, Math.floor(losses.length / 100))
  return losses.map(({ step }, i) => {
    const near = losses.slice(Math.max(0, i - half), i + half + 1)
    return { step, loss: near.reduce((sum, point) => sum + point.loss, 0) / near.length }
  })
}
