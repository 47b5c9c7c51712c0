/** What may spoil a score: measured at import, judged whenever a photograph is read, so that a changed view is judged anew. */
import type { View } from './words'

/** How light the pixels of a face are; shares are 0 to 1, lightness 0 (black) to 1 (white). */
export interface Exposure {
  /** Mean lightness. */
  mean: number
  /** The lightness that 5 % of the pixels reach: light parts there are on every skin. */
  light: number
  /** Share of the pixels that are black, and white, and show no relief any more. */
  black: number
  white: number
}

export interface PhotographQuality {
  /** Faces in the photograph. */
  faces: number
  /** Of the face, or of the whole photograph where no face was found; null where it lies outside the photograph. */
  exposure: Exposure | null
  /** Of the face that was used; null where none was found. */
  face: FaceQuality | null
}

export interface FaceQuality {
  /** Pixels between the outer corners of the eyes, in the picture that was looked at (at most 1280 pixels long). */
  eyesApart: number
  /** Standard deviation of blurred edges, as a share of the distance between the eyes; null where there are no edges. */
  blur: number | null
  /** Degrees; positive when the head is turned to the right of the picture, and when the chin is up. */
  yaw: number
  pitch: number
}

export const FLAG_KINDS = [
  'blur',
  'exposure',
  'pose',
  'small-face',
  'no-face',
  'several-faces',
  'other',
] as const

export type FlagKind = (typeof FLAG_KINDS)[number]

/** A kind of flag in a word or two. */
export const FLAG_WORDS: Record<FlagKind, string> = {
  blur: 'blurred',
  exposure: 'too dark or too light',
  pose: 'head turned',
  'small-face': 'small face',
  'no-face': 'no face found',
  'several-faces': 'several faces',
  other: 'other',
}

export interface Flag {
  kind: FlagKind
  /** The reason as a sentence, with the number that was measured. */
  words: string
}

/**
 * A blur of 2 % of the distance between the eyes (2 mm on a face) measures 0.018 to 0.026; nine official portraits and the 120
 * photographs of the synthetic cohort measure 0.005 to 0.013.
 */
export const MOST_BLUR = 0.0175
/** Pixels. What is finer than the pixels cannot be told from their own size. */
const LEAST_BLUR_PIXELS = 1.1
/** Light parts of a face: 0.27 to 0.96 on the photographs above, on all skins; 0.19 to 0.26 with three tenths of the light. */
export const LEAST_LIGHT = 0.22
/** Share of the face that is black or white: at most 0.006 on the photographs above. */
export const MOST_CLIPPED = 0.05
/** The same of a whole photograph, where a white wall behind a face is usual. */
const MOST_CLIPPED_WITHOUT_FACE = 0.5
/** Below this many pixels between the outer eye corners the mesh may be off by 8 % at full confidence. */
export const LEAST_EYES_APART = 30
/** Degrees. The atlas is drawn for faces that look at the camera. */
const MOST_TURN = 20
/** Degrees. A raised or lowered chin is harder to measure, and shortens the pads less. */
const MOST_TILT = 25

/** What of a photograph decides how its measures are judged. */
export interface Seen {
  view: View
  /** Whether it shows a mirror image, so that its right is the subject's right. */
  mirrored: boolean
}

/** What may spoil a score, worst first; empty where nothing was found. */
export function flagsOf(quality: PhotographQuality, seen: Seen): Flag[] {
  const { face, exposure, faces } = quality
  const whole = face ? 'face' : 'photograph'
  const flags: (Flag | null)[] = [
    face ? null : { kind: 'no-face', words: 'No face was found; draw the regions by hand.' },
    face && blurFlag(face),
    exposure && exposureFlag(exposure, whole, face ? MOST_CLIPPED : MOST_CLIPPED_WITHOUT_FACE),
    face && sizeFlag(face),
    ...(face && seen.view === 'frontal' ? poseFlags(face, seen.mirrored) : []),
    faces > 1 ? severalFlag(faces) : null,
  ]
  return flags.filter((flag): flag is Flag => flag !== null)
}

/** A sentence of a study in which nothing was measured yet, with its kind. */
export function flagOfSentence(words: string): Flag {
  const kinds: [RegExp, FlagKind][] = [
    [/^The face is small/, 'small-face'],
    [/^The head is turned|^The chin is/, 'pose'],
    [/^There are \d+ faces/, 'several-faces'],
    [/^No face was found/, 'no-face'],
  ]
  return { kind: kinds.find(([pattern]) => pattern.test(words))?.[1] ?? 'other', words }
}

function blurFlag({ blur, eyesApart }: FaceQuality): Flag | null {
  if (blur === null || blur <= MOST_BLUR || blur * eyesApart <= LEAST_BLUR_PIXELS) return null
  return {
    kind: 'blur',
    words: `The face is blurred: its edges are smeared over ${percent(blur)} of the distance between the eyes, where ${percent(MOST_BLUR)} is the most that still shows fine relief. Take the photograph again if you can.`,
  }
}

function exposureFlag({ light, black, white }: Exposure, what: string, most: number): Flag | null {
  if (light < LEAST_LIGHT) {
    return {
      kind: 'exposure',
      words: `The ${what} is too dark: its light parts reach ${percent(light)} of white, and ${percent(LEAST_LIGHT)} is the least that shows relief. Brighten it while scoring, or import a lighter photograph.`,
    }
  }
  if (white > most) {
    return {
      kind: 'exposure',
      words: `The ${what} is too light: ${percent(white)} of it is plain white and shows no relief. Take the photograph again with less light.`,
    }
  }
  if (black > most) {
    return {
      kind: 'exposure',
      words: `Parts of the ${what} are too dark: ${percent(black)} of it is plain black and shows no relief. Take the photograph again with more even light.`,
    }
  }
  return null
}

function sizeFlag({ eyesApart }: FaceQuality): Flag | null {
  if (eyesApart >= LEAST_EYES_APART) return null
  return {
    kind: 'small-face',
    words: `The face is small, with ${Math.floor(eyesApart)} pixels between the eyes: check that the regions lie where they should, or import a larger photograph.`,
  }
}

function poseFlags({ yaw, pitch }: FaceQuality, mirrored: boolean): Flag[] {
  const flags: Flag[] = []
  if (Math.abs(yaw) > MOST_TURN) {
    const side = yaw > 0 !== mirrored ? 'left' : 'right'
    flags.push({
      kind: 'pose',
      words: `The head is turned by about ${about(yaw)} to the subject’s ${side}. ${CHECK_REGIONS}`,
    })
  }
  if (Math.abs(pitch) > MOST_TILT) {
    const way = pitch > 0 ? 'raised' : 'lowered'
    flags.push({ kind: 'pose', words: `The chin is ${way} by about ${about(pitch)}. ${CHECK_REGIONS}` })
  }
  return flags
}

function severalFlag(faces: number): Flag {
  return {
    kind: 'several-faces',
    words: `There are ${faces} faces in the photograph. The largest was used: check that it is the subject’s.`,
  }
}

const CHECK_REGIONS =
  'The regions are made for a face that looks at the camera: check them, or draw them by hand.'

/** To the nearest 5 degrees, as the estimate knows no better. */
function about(degrees: number): string {
  return `${Math.round(Math.abs(degrees) / 5) * 5}°`
}

/** A share in percent, with one decimal below 10 %. */
export function percent(share: number): string {
  const value = 100 * share
  return `${value < 9.95 ? Number(value.toFixed(1)) : Math.round(value)} %`
}
