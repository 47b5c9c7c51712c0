import type { Exposure } from '../../domain/quality'

/** Luma at and below which, and at and above which, a pixel shows no relief any more. */
const BLACK = 8
const WHITE = 250
/** The light parts of a face, whatever its skin: eye whites, the ridge of the nose, a shine. */
const LIGHT_PARTS = 0.95

/**
 * How light pixels are, and how many of them show nothing.
 * @param luma of each pixel, 0 to 255
 * @returns null without pixels
 */
export function exposureOf(luma: Float32Array): Exposure | null {
  const seen = luma.slice().sort()
  if (seen.length === 0) return null
  const share = (count: number) => rounded(count / seen.length, 4)
  return {
    mean: rounded(seen.reduce((sum, value) => sum + value, 0) / seen.length / 255, 4),
    light: rounded((seen[Math.floor((seen.length - 1) * LIGHT_PARTS)] as number) / 255, 4),
    black: share(seen.filter((value) => value <= BLACK).length),
    white: share(seen.filter((value) => value >= WHITE).length),
  }
}

/** Nobody measures finer, and a study holds thousands of these numbers. */
export function rounded(value: number, decimals: number): number {
  return Number(value.toFixed(decimals))
}
