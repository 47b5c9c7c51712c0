import { spells, u16be, u16le, u32be, u32le } from './bytes'
import type { Orientation } from './refusals'

const ORIENTATION_TAG = 0x0112
const SHORT = 3
const ENTRY_BYTES = 12
const EXIF_PREFIX = 'Exif\0\0'

/** Whether a block of bytes begins with the word that marks EXIF in a JPEG. */
export function isExif(data: Uint8Array): boolean {
  // Readers take any sixth byte, so we do as well.
  return spells(data, 0, EXIF_PREFIX.slice(0, 5))
}

/**
 * Reads the orientation from EXIF, with or without its `Exif` prefix.
 * @returns 1, upright as stored, when there is none or it makes no sense
 */
export function readOrientation(data: Uint8Array): Orientation {
  const tiff = isExif(data) ? data.subarray(EXIF_PREFIX.length) : data
  for (const entry of firstDirectory(tiff)) {
    if (entry.tag !== ORIENTATION_TAG) continue
    const sound = entry.type === SHORT && entry.count === 1 && entry.short >= 1 && entry.short <= 8
    return sound ? (entry.short as Orientation) : 1
  }
  return 1
}

/** An entry of a TIFF directory; `short` and `long` read its value field either way. */
export interface TiffEntry {
  tag: number
  type: number
  count: number
  short: number
  long: number
}

/** The entries of the first directory of a TIFF; none when it is not one. */
export function firstDirectory(tiff: Uint8Array): TiffEntry[] {
  const little = spells(tiff, 0, 'II*\0')
  if (!little && !spells(tiff, 0, 'MM\0*')) return []
  const u16 = little ? u16le : u16be
  const u32 = little ? u32le : u32be
  const start = u32(tiff, 4)
  const entries: TiffEntry[] = []
  const fitting = Math.floor((tiff.length - start - 2) / ENTRY_BYTES)
  const count = Math.min(u16(tiff, start), fitting)
  for (let i = 0; i < count; i++) {
    const at = start + 2 + i * ENTRY_BYTES
    entries.push({
      tag: u16(tiff, at),
      type: u16(tiff, at + 2),
      count: u32(tiff, at + 4),
      short: u16(tiff, at + 8),
      long: u32(tiff, at + 8),
    })
  }
  return entries
}
