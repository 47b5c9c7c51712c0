import { APP1, isJpeg, jpegParts } from './jpeg'
import { without } from './pieces'
import { isPng, pngChunks } from './png'
import { isWebp, webpChunks } from './webp'

const PNG_NOTES = new Set(['eXIf', 'tEXt', 'zTXt', 'iTXt'])
const WEBP_NOTES = new Set(['EXIF', 'XMP '])
/** The flags of VP8X that announce EXIF and XMP. */
const WEBP_NOTE_FLAGS = 0x08 | 0x04

/**
 * The file without the blocks that can hold an orientation (EXIF, XMP, texts), so that every version of
 * the decoder shows the pixels as they are stored, and the caller turns them once. Pixels and colour
 * profile stay as they are.
 * @param bytes a file that passed `checkHeader`
 * @returns the same array when there was nothing to leave out
 * @throws MalarError as the walks through the formats do
 */
export function withoutOrientation(bytes: Uint8Array): Uint8Array {
  if (isJpeg(bytes)) return without(bytes, jpegParts(bytes), ({ marker }) => marker === APP1)
  if (isPng(bytes)) return without(bytes, pngChunks(bytes), ({ type }) => PNG_NOTES.has(type))
  if (isWebp(bytes)) return withoutWebpNotes(bytes)
  return bytes
}

/** A RIFF tells its length, and VP8X what is in it: both must stay true. */
function withoutWebpNotes(bytes: Uint8Array): Uint8Array {
  const out = without(bytes, webpChunks(bytes), ({ type }) => WEBP_NOTES.has(type))
  if (out === bytes) return bytes
  const view = new DataView(out.buffer)
  view.setUint32(4, view.getUint32(4, true) - (bytes.length - out.length), true)
  for (const { type, data } of webpChunks(out)) {
    if (type === 'VP8X' && data.length > 0) data[0] = (data[0] as number) & ~WEBP_NOTE_FLAGS
  }
  return out
}
