import { MalarError } from '../domain/words'

/** What the bytes of a photograph say about it before anything decodes them. */
export interface ImageHeader {
  format: 'jpeg' | 'png' | 'webp'
  /** Size in pixels as stored, before the orientation is applied. */
  width: number
  height: number
  /** EXIF orientation, 1 to 8; 1 when the file does not say, or says nonsense. */
  orientation: Orientation
}

export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8

/** Decoding takes some 70 bytes of memory a pixel at the worst. */
const MAXIMUM_PIXELS = 100_000_000
const MAXIMUM_SIDE = 20_000

/** Why a file is refused by its header; the word is the error's code after `image-`. */
type Reason = keyof typeof SENTENCES

const SENTENCES = {
  empty: 'The file is empty. Copy it again from the camera or the archive.',
  unknown: 'The file is not a photograph that Malar knows. Import JPEG, PNG or WebP files.',
  truncated: 'The file is cut off: its end is missing. Copy it again from the camera or the archive.',
  damaged: 'The file is damaged. Copy it again from the camera or the archive, or save it anew as a JPEG.',
  zero: 'The file says that the photograph is 0 pixels wide or high. Save it anew as a JPEG.',
  animated: 'The file holds an animation. Save the one picture that is to be scored as a JPEG or PNG.',
  cmyk: 'The photograph is in the printing colours CMYK. Save it in RGB colours (sRGB) as a JPEG.',
  depth: 'The photograph has more than 8 bits per colour. Save it with 8 bits per colour, as a JPEG or PNG.',
  coding:
    'The file is a rare kind of JPEG (lossless, arithmetic or hierarchical). Save it as an ordinary JPEG.',
} as const

/** The error for a file that is refused, with its own sentence. Its code is `image-` and the reason. */
export function refusal(reason: Reason): MalarError {
  return new MalarError(`image-${reason}`, SENTENCES[reason])
}

/**
 * Checks a declared size before memory is set aside for it.
 * @throws MalarError `image-zero` or `image-size`
 */
export function checkSize(width: number, height: number): void {
  if (width === 0 || height === 0) throw refusal('zero')
  if (width > MAXIMUM_SIDE || height > MAXIMUM_SIDE || width * height > MAXIMUM_PIXELS) {
    throw new MalarError(
      'image-size',
      `The photograph is too large: ${width} × ${height} pixels. Make it smaller, with at most 20,000 pixels a side and 100 million in all.`,
    )
  }
}
