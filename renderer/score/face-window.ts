import type { Polygon } from '../../electron/domain/words'

/** The square around the face on a photograph: all pads with room for hair and chin, within the photograph if it fits. */
export function faceWindow(
  pads: readonly { polygon: Polygon }[],
  photograph: { width: number; height: number },
): { x: number; y: number; side: number } {
  const points = pads.flatMap((pad) => [...pad.polygon])
  const whole = Math.min(photograph.width, photograph.height)
  if (points.length === 0)
    return { x: (photograph.width - whole) / 2, y: (photograph.height - whole) / 2, side: whole }
  const xs = points.map(([x]) => x)
  const ys = points.map(([, y]) => y)
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
  const side = Math.min(whole, 1.5 * Math.max(right - left, bottom - top))
  const between = (value: number, most: number): number => Math.min(Math.max(0, most), Math.max(0, value))
  return {
    x: between((left + right - side) / 2, photograph.width - side),
    y: between((top + bottom) / 2 - 0.54 * side, photograph.height - side),
    side,
  }
}
