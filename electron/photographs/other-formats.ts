import { MalarError } from '../domain/words'
import { latin1, spells, u32be, u32le } from './bytes'
import { firstDirectory } from './exif'
import { refusal } from './refusals'

/**
 * The refusal for a file that is neither JPEG nor PNG nor WebP: by its name where we know it, with the
 * way out for that format.
 * @returns MalarError `image-format` for a known format, `image-unknown` otherwise
 */
export function refusalOfOther(bytes: Uint8Array): MalarError {
  const found = FORMATS.find(({ is }) => is(bytes))
  if (!found) return refusal('unknown')
  return new MalarError(
    'image-format',
    `The file is ${found.name}, which Malar does not read. ${found.advice ?? SAVE_AS_JPEG}`,
  )
}

interface Format {
  /** With its article. */
  name: string
  is(bytes: Uint8Array): boolean
  advice?: string
}

const SAVE_AS_JPEG = 'Save it as a JPEG or PNG.'
const DEVELOP = 'Convert it to a JPEG with the camera maker’s program.'

const starts = (word: string) => (bytes: Uint8Array) => spells(bytes, 0, word)

const FORMATS: readonly Format[] = [
  { name: 'an AVIF picture', is: hasBrand('avif', 'avis') },
  {
    name: 'a HEIC picture, as iPhones take them',
    is: hasBrand('heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1'),
    advice: 'Save it as a JPEG; the phone’s camera settings offer “Most Compatible” for new photographs.',
  },
  { name: 'a camera RAW file', is: isRaw, advice: DEVELOP },
  { name: 'a TIFF picture', is: isTiff },
  { name: 'a GIF picture', is: (bytes) => spells(bytes, 0, 'GIF87a') || spells(bytes, 0, 'GIF89a') },
  { name: 'a BMP picture', is: isBmp },
  {
    name: 'a DICOM file',
    is: (bytes) => spells(bytes, 128, 'DICM'),
    advice: 'Export the photograph as a JPEG or PNG from the program that shows it.',
  },
  {
    name: 'a PDF document',
    is: (bytes) => latin1(bytes, 0, 1024).includes('%PDF-'),
    advice: 'Export the picture that is in it as a JPEG or PNG.',
  },
  {
    name: 'a JPEG 2000 picture',
    is: (bytes) => isBox(bytes, 'jP  ') || spells(bytes, 0, '\xff\x4f\xff\x51'),
  },
  { name: 'a JPEG XL picture', is: (bytes) => isBox(bytes, 'JXL ') || spells(bytes, 0, '\xff\x0a') },
  { name: 'a Photoshop file', is: starts('8BPS') },
  {
    name: 'a video',
    is: (bytes) => spells(bytes, 4, 'ftyp'),
    advice: 'Save one frame of it as a JPEG or PNG.',
  },
  { name: 'a ZIP archive', is: starts('PK\x03\x04'), advice: 'Unpack it and import the photographs.' },
  { name: 'an SVG drawing', is: (bytes) => /<svg[\s>]/.test(latin1(bytes, 0, 1024)) },
]

/** The brands that an ISO media file declares: its major one at byte 8, then the compatible ones from 16. */
function hasBrand(...wanted: readonly string[]): (bytes: Uint8Array) => boolean {
  return (bytes) => {
    if (!spells(bytes, 4, 'ftyp')) return false
    const end = Math.min(u32be(bytes, 0), bytes.length, 256)
    for (let at = 8; at + 4 <= end; at += 4) {
      if (at !== 12 && wanted.includes(latin1(bytes, at, at + 4))) return true
    }
    return false
  }
}

function isBox(bytes: Uint8Array, type: string): boolean {
  return u32be(bytes, 0) === 12 && spells(bytes, 4, type)
}

function isTiff(bytes: Uint8Array): boolean {
  return ['II*\0', 'MM\0*', 'II+\0', 'MM\0+'].some((word) => spells(bytes, 0, word))
}

/** Canon CR2 and CR3, Fujifilm, Olympus, Panasonic, old Canon, Sigma, Minolta. */
function isRaw(bytes: Uint8Array): boolean {
  const signs: [at: number, word: string][] = [
    [8, 'CR\x02'],
    [4, 'ftypcrx '],
    [0, 'FUJIFILMCCD-RAW'],
    [0, 'IIRO'],
    [0, 'IIRS'],
    [0, 'MMOR'],
    [0, 'IIU\0'],
    [6, 'HEAPCCDR'],
    [0, 'FOVb'],
    [0, '\0MRM'],
  ]
  return signs.some(([at, word]) => spells(bytes, at, word)) || isRawTiff(bytes)
}

const DNG_VERSION = 0xc612
const SUB_DIRECTORIES = 0x014a
const MAKE = 0x010f

/** DNG says so itself; Nikon, Sony and Pentax keep the sensor's picture in a sub-directory of a TIFF. */
function isRawTiff(bytes: Uint8Array): boolean {
  const entries = firstDirectory(bytes)
  if (entries.some(({ tag }) => tag === DNG_VERSION)) return true
  const make = entries.find(({ tag }) => tag === MAKE)
  const maker = make ? latin1(bytes, make.long, make.long + 6).toUpperCase() : ''
  return entries.some(({ tag }) => tag === SUB_DIRECTORIES) && /^(NIKON|SONY|PENTAX|RICOH)/.test(maker)
}

/** Two letters alone could be any text, so the size of the second header is checked as well. */
function isBmp(bytes: Uint8Array): boolean {
  return spells(bytes, 0, 'BM') && [12, 40, 52, 56, 64, 108, 124].includes(u32le(bytes, 14))
}
