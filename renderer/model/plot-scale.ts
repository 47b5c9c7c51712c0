export interface Box {
  left: number
  right: number
  top: number
  bottom: number
}

export interface PlotScale {
  x(value: number): number
  y(value: number): number
  /** Round values to label, ascending. */
  xTicks: number[]
  yTicks: number[]
}

/** Lays a plot into a box: both axes from 0 to a little above the largest value. */
export function plotScale(mostX: number, mostY: number, box: Box): PlotScale {
  const right = Math.max(1, mostX) * 1.04
  const top = (mostY || 1) * 1.12
  return {
    x: (value) => box.left + ((box.right - box.left) * value) / right,
    y: (value) => box.bottom - ((box.bottom - box.top) * value) / top,
    xTicks: roundTicks(right, 8),
    yTicks: roundTicks(top, 5),
  }
}

/** Round values from 0 to `most`, at most `count` above 0, in steps of 1, 2 or 5 of a power of ten. */
export function roundTicks(most: number, count: number): number[] {
  const power = 10 ** Math.floor(Math.log10(most / count))
  const step = [1, 2, 5, 10].map((digit) => digit * power).find((one) => most / one <= count) ?? 10 * power
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9))
  return Array.from({ length: Math.floor(most / step + 1e-9) + 1 }, (_, i) =>
    Number((i * step).toFixed(decimals)),
  )
}

/** Points as an SVG polyline has them. */
export function polyline(scale: PlotScale, points: readonly (readonly [x: number, y: number])[]): string {
  return points.map(([x, y]) => `${scale.x(x).toFixed(1)},${scale.y(y).toFixed(1)}`).join(' ')
}

/** Ticks as text, all with the decimals that the finest needs. */
export function tickWords(ticks: readonly number[]): string[] {
  const decimals = Math.max(0, ...ticks.map((tick) => (String(tick).split('.')[1] ?? '').length))
  return ticks.map((tick) => tick.toFixed(decimals))
}
