import { smoothStep } from './numeric'
import { createRandom } from './random'

/** Width and height of a noise layer in texels; a power of two, so that a mask wraps coordinates. */
export const NOISE_SIZE = 512
const WRAP = NOISE_SIZE - 1

/** Cells along a side of each layer, coarse to fine. */
const CELLS = [8, 16, 32, 64, 128, 256, 512] as const

/** Layers by what they are used for. */
export const LAYER = { wrinkle: 1, blush: 2, hair: 4, lip: 5, stubble: 6 } as const

/** Seven layers of tileable value noise, NOISE_SIZE² normal values each. */
export type NoiseBank = readonly Float32Array[]

function buildLayer(cells: number, normal: () => number): Float32Array {
  const grid = new Float32Array(cells * cells).map(normal)
  const layer = new Float32Array(NOISE_SIZE * NOISE_SIZE)
  const scale = cells / NOISE_SIZE
  for (let y = 0; y < NOISE_SIZE; y++) {
    const top = Math.floor(y * scale)
    const bottom = (top + 1) % cells
    const down = smoothStep(0, 1, y * scale - top)
    for (let x = 0; x < NOISE_SIZE; x++) {
      const left = Math.floor(x * scale)
      const right = (left + 1) % cells
      const along = smoothStep(0, 1, x * scale - left)
      const upper = grid[top * cells + left] * (1 - along) + grid[top * cells + right] * along
      const lower = grid[bottom * cells + left] * (1 - along) + grid[bottom * cells + right] * along
      layer[y * NOISE_SIZE + x] = upper * (1 - down) + lower * down
    }
  }
  return layer
}

/** Builds the bank, the same for every cohort: subjects differ by where and how strongly they read it. */
export function buildNoiseBank(): NoiseBank {
  const random = createRandom(7)
  return CELLS.map((cells) => buildLayer(cells, random.normal))
}

/** Reads a layer at whole, non-negative coordinates, which wrap around. */
export function noiseAt(layer: Float32Array, x: number, y: number): number {
  return layer[(y & WRAP) * NOISE_SIZE + (x & WRAP)]
}
