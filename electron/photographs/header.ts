import { checkJpeg, isJpeg } from './jpeg'
import { refusalOfOther } from './other-formats'
import { checkPng, isPng } from './png'
import { refusal } from './refusals'
import type { ImageHeader } from './refusals'
import { checkWebp, isWebp } from './webp'

export type { ImageHeader, Orientation } from './refusals'

/**
 * Looks at a file before anything decodes it: what it is, how large, which way up. It reads every
 * marker but no pixel, in time proportional to the file at worst.
 * @param bytes the whole file
 * @throws MalarError with a sentence that says what to do; codes `image-empty`, `image-unknown`,
 *   `image-format`, `image-truncated`, `image-damaged`, `image-zero`, `image-size`, `image-animated`,
 *   `image-cmyk`, `image-depth`, `image-coding`
 */
export function checkHeader(bytes: Uint8Array): ImageHeader {
  if (bytes.length === 0) throw refusal('empty')
  if (isJpeg(bytes)) return checkJpeg(bytes)
  if (isPng(bytes)) return checkPng(bytes)
  if (isWebp(bytes)) return checkWebp(bytes)
  throw refusalOfOther(bytes)
}
