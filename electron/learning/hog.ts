/**
 * Histograms of oriented gradients of a crop (Dalal and Triggs, "Histograms of Oriented Gradients for Human
 * Detection", CVPR 2005): what a computer sees of a pad without having learned anything. With nearest neighbours
 * or a ridge regression on top they are the cheap way that a trained model has to beat.
 */
import { CROP_PIXELS } from '../domain/crop'

/** Side in pixels of the image in which gradients are taken; finer detail is noise of the camera. */
const PIXELS = 64
const CELL = 8
const CELLS = PIXELS / CELL
/** Cells of a block a side. Blocks overlap by all but one cell. */
const BLOCK = 2
const BLOCKS = CELLS - BLOCK + 1
/** Unsigned: a dark line on bright skin and a bright one on dark skin count alike. */
const ORIENTATIONS = 9
const CHANNELS = 3

/** L2-Hys (Lowe 2004): scaled to length one, cut at this value, scaled again. */
const CLIP = 0.2
/** What is added to the length, for images 0..1: a block without an edge stays near zero. */
const EPSILON = 1e-5

const CELL_VALUES = BLOCK * BLOCK * ORIENTATIONS

/** Length of a crop's description. */
export const HOG_VALUES = BLOCKS * BLOCKS * CELL_VALUES

/**
 * The histograms of a crop: of its luminance at half the size, in 9 orientations with linear interpolation between
 * them, in cells of 8 × 8 pixels, blocks of 2 × 2 cells.
 * @param image CROP_PIXELS² × 3 bytes, row by row, RGB
 * @returns HOG_VALUES values 0..1: block by block, in each cell by cell, in each by orientation, the first of which
 *   holds gradients of 0 to 20 degrees
 * @throws RangeError when the image has another size
 */
export function hog(image: Uint8Array): Float32Array {
  if (image.length !== CROP_PIXELS * CROP_PIXELS * CHANNELS) {
    throw new RangeError(`${image.length} bytes are not a crop of ${CROP_PIXELS} × ${CROP_PIXELS} pixels.`)
  }
  const cells = histograms(shrunkLuminance(image))
  const values = new Float32Array(HOG_VALUES)
  for (let row = 0; row < BLOCKS; row++) {
    for (let column = 0; column < BLOCKS; column++) {
      const at = (row * BLOCKS + column) * CELL_VALUES
      writeBlock(cells, row, column, values.subarray(at, at + CELL_VALUES))
    }
  }
  return values
}

/**
 * Luminance (ITU-R BT.601) 0..1, each pixel the mean of a square of the crop's pixels.
 * @returns PIXELS² values
 */
function shrunkLuminance(image: Uint8Array): Float32Array {
  const by = CROP_PIXELS / PIXELS
  const scale = 1 / (255 * by * by)
  const luminance = new Float32Array(PIXELS * PIXELS)
  for (let y = 0, from = 0; y < CROP_PIXELS; y++) {
    const row = Math.floor(y / by) * PIXELS
    for (let x = 0; x < CROP_PIXELS; x++, from += CHANNELS) {
      const red = image[from] as number
      const green = image[from + 1] as number
      const blue = image[from + 2] as number
      const at = row + Math.floor(x / by)
      luminance[at] = (luminance[at] as number) + scale * (0.299 * red + 0.587 * green + 0.114 * blue)
    }
  }
  return luminance
}

/**
 * Magnitudes of the gradients by cell and orientation. Gradients are differences across a pixel, and zero across
 * the image's edge.
 * @returns CELLS² × ORIENTATIONS values
 */
function histograms(luminance: Float32Array): Float32Array {
  const cells = new Float32Array(CELLS * CELLS * ORIENTATIONS)
  const width = Math.PI / ORIENTATIONS
  for (let y = 0; y < PIXELS; y++) {
    for (let x = 0; x < PIXELS; x++) {
      const at = y * PIXELS + x
      const across =
        x === 0 || x === PIXELS - 1 ? 0 : (luminance[at + 1] as number) - (luminance[at - 1] as number)
      const down =
        y === 0 || y === PIXELS - 1
          ? 0
          : (luminance[at + PIXELS] as number) - (luminance[at - PIXELS] as number)
      const magnitude = Math.hypot(across, down)
      if (magnitude === 0) continue
      let angle = Math.atan2(down, across)
      if (angle < 0) angle += Math.PI
      // Bin i is centred on (i + ½) widths; 180 degrees are 0 degrees.
      const place = angle / width - 0.5
      const lower = Math.floor(place)
      const share = place - lower
      const cell = (Math.floor(y / CELL) * CELLS + Math.floor(x / CELL)) * ORIENTATIONS
      const first = cell + ((lower + ORIENTATIONS) % ORIENTATIONS)
      const second = cell + ((lower + 1) % ORIENTATIONS)
      cells[first] = (cells[first] as number) + (1 - share) * magnitude
      cells[second] = (cells[second] as number) + share * magnitude
    }
  }
  // The mean over the cell, so that EPSILON means the same for cells of any size.
  return cells.map((sum) => sum / (CELL * CELL))
}

function writeBlock(cells: Float32Array, row: number, column: number, block: Float32Array): void {
  for (let y = 0, to = 0; y < BLOCK; y++) {
    // Cells side by side lie one after the other.
    const from = ((row + y) * CELLS + column) * ORIENTATIONS
    block.set(cells.subarray(from, from + BLOCK * ORIENTATIONS), to)
    to += BLOCK * ORIENTATIONS
  }
  normalise(block)
  for (let i = 0; i < block.length; i++) block[i] = Math.min(CLIP, block[i] as number)
  normalise(block)
}

function normalise(block: Float32Array): void {
  let square = EPSILON * EPSILON
  for (const value of block) square += value * value
  const length = Math.sqrt(square)
  for (let i = 0; i < block.length; i++) block[i] = (block[i] as number) / length
}
