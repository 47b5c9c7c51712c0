import { APP0, APP15, COMMENT, isJpeg, jpegParts } from './jpeg'
import { without } from './pieces'
import { isPng, pngChunks } from './png'

const PNG_PICTURE = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND', 'sRGB'])

/**
 * Takes out what an encoder added to a photograph besides its picture: Chromium writes its own sRGB profile into
 * every JPEG. Without a profile, pixels are sRGB all the same.
 * @param bytes a JPEG or PNG that was encoded by this program
 * @returns the same picture, pixel by pixel
 */
export function withoutMetadata(bytes: Uint8Array): Uint8Array {
  if (isJpeg(bytes)) {
    return without(
      bytes,
      jpegParts(bytes),
      ({ marker }) => marker === COMMENT || (marker > APP0 && marker <= APP15),
    )
  }
  if (isPng(bytes)) return without(bytes, pngChunks(bytes), ({ type }) => !PNG_PICTURE.has(type))
  return bytes
}
