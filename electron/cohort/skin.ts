import type { Appearance, Colour } from './appearance'
import { paintEye } from './eyes'
import { TEXTURE_SIZE } from './masks'
import type { TexelMap } from './masks'
import type { FaceModel } from './model'
import { clamp } from './numeric'
import { LAYER, noiseAt } from './noise'
import type { NoiseBank } from './noise'
import { PAD_SIDES } from './pads'

/** TEXTURE_SIZE² texels of red, green, blue (see Colour), row by row from the top. */
export type SkinTexture = Float32Array

/** The noise layers are twice as fine as the texture. */
const NOISE_STEP = 2

/** Weights below this change no texel by half a grey level. */
const INVISIBLE = 1e-3

const TEXELS = TEXTURE_SIZE * TEXTURE_SIZE

/** Skin tone with mottling. The darker a mottle, the redder. */
function paintBase({ tone, mottling, noiseOffsets }: Appearance, noise: NoiseBank): SkinTexture {
  const mottles = new Float32Array(TEXELS)
  noise.forEach((layer, k) => {
    const [offsetX, offsetY] = noiseOffsets[k]
    const strength = mottling[k]
    for (let y = 0, texel = 0; y < TEXTURE_SIZE; y++) {
      for (let x = 0; x < TEXTURE_SIZE; x++, texel++) {
        mottles[texel] += strength * noiseAt(layer, x * NOISE_STEP + offsetX, y * NOISE_STEP + offsetY)
      }
    }
  })
  const texture = new Float32Array(3 * TEXELS)
  for (let texel = 0, at = 0; texel < TEXELS; texel++, at += 3) {
    const red = 1 + mottles[texel]
    const greenAndBlue = red * (1 + 0.3 * mottles[texel])
    texture[at] = tone[0] * red
    texture[at + 1] = tone[1] * greenAndBlue
    texture[at + 2] = tone[2] * greenAndBlue
  }
  return texture
}

/** Noise on the texture's own grid, at an offset in noise texels. */
function noiseAtTexel(layer: Float32Array, texel: number, offsetX = 0, offsetY = 0): number {
  const x = texel % TEXTURE_SIZE
  const y = (texel - x) / TEXTURE_SIZE
  return noiseAt(layer, x * NOISE_STEP + offsetX, y * NOISE_STEP + offsetY)
}

/**
 * Takes light away where a footprint lies.
 * @param loss what each channel loses at weight 1
 * @param variation factor on the weight of a texel
 */
function darken(
  texture: SkinTexture,
  footprint: TexelMap,
  strength: number,
  loss: Colour,
  variation?: (texel: number) => number,
): void {
  for (let texel = 0, at = 0; texel < TEXELS; texel++, at += 3) {
    let weight = strength * footprint[texel]
    if (weight < INVISIBLE) continue
    if (variation) weight *= variation(texel)
    texture[at] *= 1 - loss[0] * weight
    texture[at + 1] *= 1 - loss[1] * weight
    texture[at + 2] *= 1 - loss[2] * weight
  }
}

/**
 * Covers a footprint with a colour.
 * @param weightAt 0–1 from the footprint's value
 * @param brightness factor on the colour at a texel
 */
function cover(
  texture: SkinTexture,
  footprint: TexelMap,
  colour: Colour,
  weightAt: (value: number, texel: number) => number,
  brightness?: (texel: number) => number,
): void {
  for (let texel = 0, at = 0; texel < TEXELS; texel++, at += 3) {
    if (footprint[texel] < INVISIBLE) continue
    const weight = weightAt(footprint[texel], texel)
    const shade = brightness ? brightness(texel) : 1
    for (let k = 0; k < 3; k++) {
      texture[at + k] = texture[at + k] * (1 - weight) + colour[k] * shade * weight
    }
  }
}

/** Wavy horizontal lines above the brows, bent down towards the temples. */
function paintForehead(texture: SkinTexture, looks: Appearance, wrinkle: Float32Array, belowY: number): void {
  const [offsetX] = looks.noiseOffsets[2]
  for (let y = 0; y < belowY; y++) {
    for (let x = 0; x < TEXTURE_SIZE; x++) {
      const height = y - 0.09 * Math.abs(x - TEXTURE_SIZE / 2)
      const wobble = 0.6 * noiseAt(wrinkle, x * NOISE_STEP + offsetX, y * NOISE_STEP)
      const line = Math.max(0, Math.sin(height * 0.55 + wobble)) ** 6
      const kept = 1 - looks.foreheadLines * line
      const at = 3 * (y * TEXTURE_SIZE + x)
      for (let k = 0; k < 3; k++) texture[at + k] *= kept
    }
  }
}

function paintSpots(texture: SkinTexture, { spots }: Appearance): void {
  for (const { x: centreX, y: centreY, radius, strength } of spots) {
    for (let y = Math.max(0, Math.floor(centreY - 4)); y < Math.min(TEXTURE_SIZE, centreY + 4); y++) {
      for (let x = Math.max(0, Math.floor(centreX - 4)); x < Math.min(TEXTURE_SIZE, centreX + 4); x++) {
        const squared = (x - centreX) ** 2 + (y - centreY) ** 2
        const weight = strength * Math.exp(-squared / (radius * radius))
        const at = 3 * (y * TEXTURE_SIZE + x)
        texture[at] *= 1 - 0.7 * weight
        texture[at + 1] *= 1 - weight
        texture[at + 2] *= 1 - weight
      }
    }
  }
}

/**
 * Paints a subject's face texture, layer over layer: skin, blush, shadows of lids and folds, beard,
 * forehead, brows, eyes, lips, spots. Painted shadows are the same whatever the scores:
 * pigment must not betray them, and must sometimes mislead.
 */
export function paintSkin({ masks, noise }: FaceModel, looks: Appearance): SkinTexture {
  const texture = paintBase(looks, noise)
  const stubble = noise[LAYER.stubble]

  const [blushOffset] = looks.noiseOffsets[1]
  darken(
    texture,
    masks.blush,
    looks.redness,
    [0, 1, 0.8],
    (texel) => 1 + 4 * looks.mottling[1] * noiseAtTexel(noise[LAYER.blush], texel, blushOffset),
  )
  for (const side of PAD_SIDES) {
    darken(texture, masks.underEye[side], looks.underEyeDarkness, [1, 1.1, 0.8])
    darken(texture, masks.fold[side], looks.foldDarkness, [1, 1.1, 1.1])
  }
  if (looks.beard > 0) {
    cover(texture, masks.beard, looks.hair, (value, texel) => {
      return Math.min(0.5, looks.beard * value) * (1 + 0.35 * noiseAtTexel(stubble, texel))
    })
  }
  paintForehead(texture, looks, noise[LAYER.wrinkle], masks.eyeCentre.right[1] - 22)

  const browColour: Colour = [looks.hair[0] * 0.8, looks.hair[1] * 0.8, looks.hair[2] * 0.8]
  for (const side of PAD_SIDES) {
    cover(texture, masks.brow[side], browColour, (value, texel) => {
      return clamp(value * looks.browDensity * (0.75 + 0.4 * noiseAtTexel(stubble, texel, 0, 99)), 0, 0.95)
    })
    paintEye(texture, masks.eyeDistance[side], masks.eyeCentre[side], looks.iris)
  }
  cover(
    texture,
    masks.lips,
    looks.lip,
    (value) => value,
    (texel) => 1 + 0.05 * noiseAtTexel(noise[LAYER.lip], texel),
  )
  darken(texture, masks.mouth, 1, [1, 1, 1])
  paintSpots(texture, looks)
  return texture
}
