/** IEEE 754 half floats: 11 significant bits, from 6 × 10⁻⁸ to 65,504. Enough for values of about unit spread. */

/** Largest value that a half float holds. */
export const LARGEST_HALF = 65504

/** Everything from here on is nearer to the next power of two than to LARGEST_HALF. */
const TOO_LARGE = 65520

/** 2⁻¹⁴: below it, halves are whole multiples of 2⁻²⁴. */
const SMALLEST_NORMAL = 2 ** -14

/** Bits of a number's fraction that a half does not have: 23 of a single, 10 of a half. */
const DROPPED_BITS = 13
const DROPPED = (1 << DROPPED_BITS) - 1
const HALF_WAY = 1 << (DROPPED_BITS - 1)

/** The exponents of singles and halves count from 127 and from 15. */
const EXPONENT_GAP = 127 - 15

const NOT_A_NUMBER = 0x7e00

/**
 * Rounds to the nearest half; of two that are as near, to the even one. What is larger than any half becomes the
 * largest, because infinity would spoil every sum that it enters.
 */
export function toHalves(values: Float32Array): Uint16Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length)
  const halves = new Uint16Array(values.length)
  for (let i = 0; i < values.length; i++) {
    const single = bits[i] as number
    halves[i] = ((single >>> 16) & 0x8000) | magnitude(Math.abs(values[i] as number), single & 0x7fffffff)
  }
  return halves
}

function magnitude(value: number, bits: number): number {
  if (Number.isNaN(value)) return NOT_A_NUMBER
  if (value >= TOO_LARGE) return 0x7bff
  if (value < SMALLEST_NORMAL) return roundToEven(value * 2 ** 24)
  const kept = (bits - (EXPONENT_GAP << 23)) >>> DROPPED_BITS
  const dropped = bits & DROPPED
  // A carry out of the fraction raises the exponent, which is just right.
  return dropped > HALF_WAY || (dropped === HALF_WAY && kept % 2 === 1) ? kept + 1 : kept
}

function roundToEven(value: number): number {
  const floor = Math.floor(value)
  const rest = value - floor
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor
}

/** The numbers that halves stand for, exactly. */
export function fromHalves(halves: Uint16Array): Float32Array {
  const values = new Float32Array(halves.length)
  const bits = new Uint32Array(values.buffer)
  for (let i = 0; i < halves.length; i++) {
    const half = halves[i] as number
    // The half's bits in a single's places are a number whose exponent is too small by the gap; the
    // multiplication also puts right what lies below the smallest normal half.
    bits[i] = ((half & 0x8000) << 16) | ((half & 0x7fff) << DROPPED_BITS)
    if ((half & 0x7c00) === 0x7c00) values[i] = half === 0x7c00 ? Infinity : half === 0xfc00 ? -Infinity : NaN
    else values[i] = (values[i] as number) * 2 ** EXPONENT_GAP
  }
  return values
}
