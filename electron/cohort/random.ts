/** A seeded source of random numbers: the same seed gives the same sequence on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  uniform(): number
  /** Normal with mean 0 and standard deviation 1 (Box–Muller, one of the pair). */
  normal(): number
  /** Uniform in [low, high). */
  between(low: number, high: number): number
  /** Uniform integer in 0 … count − 1. */
  below(count: number): number
}

/**
 * Creates a generator (mulberry32, by Tommy Ettinger, public domain).
 * @param seed any integer; only its lowest 32 bits count
 */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  return {
    uniform,
    // 1 − u lies in (0, 1], so that the logarithm stays finite.
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    between: (low, high) => low + (high - low) * uniform(),
    below: (count) => Math.floor(uniform() * count),
  }
}

/**
 * Derives an unsigned 32-bit seed from several integers, so that for instance subject 2 of cohort 1
 * and subject 1 of cohort 2 share nothing (finaliser of MurmurHash3 after each part).
 */
export function deriveSeed(...parts: readonly number[]): number {
  let hash = 0x9e3779b9
  for (const part of parts) {
    hash = (Math.imul(hash, 5) + 0xe6546b64) ^ part
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
    hash ^= hash >>> 16
  }
  return hash >>> 0
}

/** Unsigned 32-bit hash of a text (FNV-1a over its UTF-16 units), to seed a generator by name. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash >>> 0
}
