import { TEXTURE_SIZE } from './masks'
import { clamp } from './numeric'
import { NOISE_SIZE } from './noise'
import type { Random } from './random'

/** Red, green, blue; 0–1, gamma-encoded with exponent 2 (the renderer squares them). */
export type Colour = readonly [number, number, number]

/** A mole or freckle, in texels. */
export interface Spot {
  x: number
  y: number
  radius: number
  strength: number
}

/** What a subject's skin, hair and eyes look like. Strengths are 0–1. None of it depends on the scores. */
export interface Appearance {
  tone: Colour
  hair: Colour
  /** How far the hair comes down the forehead, as a share of the texture's height. */
  hairline: number
  iris: Colour
  lip: Colour
  /** Where the subject reads each noise layer. */
  noiseOffsets: readonly (readonly [number, number])[]
  /** How strongly each noise layer mottles the skin. */
  mottling: readonly number[]
  redness: number
  underEyeDarkness: number
  beard: number
  foldDarkness: number
  browDensity: number
  foreheadLines: number
  spots: readonly Spot[]
  /** Strength of the skin's highlight. */
  gloss: number
}

/** Light to dark skin; a subject lies anywhere between two neighbours. */
const SKIN_TONES: readonly Colour[] = [
  [0.93, 0.75, 0.66],
  [0.87, 0.67, 0.55],
  [0.78, 0.57, 0.44],
  [0.62, 0.42, 0.3],
  [0.45, 0.29, 0.2],
  [0.3, 0.19, 0.13],
]
/** From this tone on, hair and eyes are dark. */
const DARK_FROM = 3

const GREY_HAIR: Colour = [0.62, 0.6, 0.58]
/** Dark to fair. */
const HAIR_COLOURS: readonly Colour[] = [
  [0.09, 0.07, 0.06],
  [0.2, 0.12, 0.07],
  [0.35, 0.22, 0.12],
  [0.55, 0.42, 0.24],
]
const IRIS_COLOURS: readonly Colour[] = [
  [0.25, 0.15, 0.08],
  [0.3, 0.42, 0.5],
  [0.35, 0.4, 0.25],
  [0.15, 0.09, 0.05],
]

/** Mean strength of each noise layer in the skin, coarse to fine. */
const MOTTLING = [0.03, 0.035, 0.03, 0.022, 0.022, 0.02, 0.02]

/** Draws a subject's looks. The order of the draws is part of what a seed means: append, do not insert. */
export function drawAppearance(random: Random): Appearance {
  const position = clamp(random.uniform() * 5.2, 0, 4.99)
  const lighter = Math.floor(position)
  const isDark = lighter >= DARK_FROM
  const channel = (k: number): number => {
    const share = position - lighter
    const mixed = SKIN_TONES[lighter][k] * (1 - share) + SKIN_TONES[lighter + 1][k] * share
    return mixed * (1 + 0.03 * random.normal())
  }
  const tone: Colour = [channel(0), channel(1), channel(2)]
  const isGrey = random.uniform() < 0.25
  // Dark skin goes with the first hair colour twice as often as with the second, never with the others.
  const hair = isGrey ? GREY_HAIR : HAIR_COLOURS[Math.floor(random.uniform() * (isDark ? 1.5 : 4))]
  const hairline = random.between(0.03, 0.16)
  const iris = IRIS_COLOURS[random.below(isDark ? 1 : 4)]
  const lip: Colour = [
    tone[0] * random.between(0.8, 0.95),
    tone[1] * random.between(0.55, 0.75),
    tone[2] * random.between(0.6, 0.8),
  ]
  return {
    tone,
    hair,
    hairline,
    iris,
    lip,
    noiseOffsets: MOTTLING.map(() => [random.below(NOISE_SIZE), random.below(NOISE_SIZE)] as const),
    mottling: MOTTLING.map((strength) => strength * random.between(0.4, 1.6)),
    redness: random.between(0, 0.13),
    underEyeDarkness: random.between(0, 0.22),
    beard: random.uniform() < 0.35 ? random.between(0.05, 0.3) : 0,
    foldDarkness: random.between(0, 0.2),
    browDensity: random.between(0.4, 0.95),
    foreheadLines: random.between(0, 0.09),
    spots: Array.from({ length: random.below(40) }, () => ({
      x: random.uniform() * TEXTURE_SIZE,
      y: random.uniform() * TEXTURE_SIZE,
      radius: random.between(0.6, 1.8),
      strength: random.between(0.05, 0.35),
    })),
    gloss: random.between(0.05, 0.35),
  }
}
