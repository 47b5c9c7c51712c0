/** Random numbers that come out the same on every machine for the same seed. Not for secrets. */

export interface Random {
  /** Uniform in [0, 1), 53 bits. */
  next(): number
  /** A whole number in 0..count−1, each equally likely. */
  integer(count: number): number
  /** Standard normal. */
  normal(): number
  /** The items in a random order, as a new array. */
  shuffle<T>(items: readonly T[]): T[]
}

/**
 * A generator for a seed: xoshiro128** (Blackman & Vigna 2018), its state filled by a mix of the seed.
 * @param seed any number, or a text such as `split 7`; use `seedOf` to join several things
 */
export function seeded(seed: number | string): Random {
  let mixing = typeof seed === 'number' ? hashText(`#${seed}`) : hashText(seed)
  const fill = (): number => {
    mixing = (mixing + 0x9e3779b9) | 0
    return mix(mixing)
  }
  let a = fill()
  let b = fill()
  let c = fill()
  let d = fill() | 1
  const bits = (): number => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0
    const t = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= t
    d = rotate(d, 11)
    return result
  }
  const next = (): number => ((bits() >>> 5) * 0x4000000 + (bits() >>> 6)) / 0x20000000000000
  const integer = (count: number): number => Math.floor(next() * count)
  let spare: number | null = null
  const normal = (): number => {
    if (spare !== null) {
      const value = spare
      spare = null
      return value
    }
    // Marsaglia's polar method gives two at a time.
    for (;;) {
      const x = 2 * next() - 1
      const y = 2 * next() - 1
      const s = x * x + y * y
      if (s >= 1 || s === 0) continue
      const scale = Math.sqrt((-2 * Math.log(s)) / s)
      spare = y * scale
      return x * scale
    }
  }
  const shuffle = <T>(items: readonly T[]): T[] => {
    const result = items.slice()
    for (let i = result.length - 1; i > 0; i--) {
      const j = integer(i + 1)
      const held = result[i] as T
      result[i] = result[j] as T
      result[j] = held
    }
    return result
  }
  return { next, integer, normal, shuffle }
}

/** One seed from several things, so that e.g. study seed, round and rater give their own sequence. */
export function seedOf(...parts: (number | string)[]): number {
  return hashText(JSON.stringify(parts)) >>> 0
}

/** FNV-1a over UTF-16 units, then a final mix. */
function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return mix(hash)
}

/** The finalizer of MurmurHash3. */
function mix(value: number): number {
  let h = value ^ (value >>> 16)
  h = Math.imul(h, 0x85ebca6b)
  h ^= h >>> 13
  h = Math.imul(h, 0xc2b2ae35)
  return h ^ (h >>> 16)
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits))
}
