/** The icon files of Windows and macOS: both are boxes around PNGs. */

/** What macOS calls a picture of so many pixels, and how it is used: at 1x, or at 2x of half the size. */
const icnsTypes = [
  { type: 'ic11', pixels: 32 },
  { type: 'ic12', pixels: 64 },
  { type: 'ic07', pixels: 128 },
  { type: 'ic13', pixels: 256 },
  { type: 'ic08', pixels: 256 },
  { type: 'ic14', pixels: 512 },
  { type: 'ic09', pixels: 512 },
  { type: 'ic10', pixels: 1024 },
]

/** The sizes that an `.ico` holds, in pixels. */
export const icoSizes = [16, 24, 32, 48, 64, 128, 256]

/** The sizes that an `.icns` holds, in pixels. */
export const icnsSizes = [...new Set(icnsTypes.map(({ pixels }) => pixels))]

/**
 * A Windows icon.
 * @param {Map<number, Buffer>} pictures PNG by its size in pixels; each of `icoSizes`
 * @returns {Buffer}
 * @throws {Error} when a size is missing
 */
export function icoOf(pictures) {
  const parts = icoSizes.map((size) => ({ size, png: picture(pictures, size) }))
  const head = Buffer.alloc(6 + 16 * parts.length)
  head.writeUInt16LE(1, 2) // an icon, no cursor
  head.writeUInt16LE(parts.length, 4)
  let offset = head.length
  parts.forEach(({ size, png }, at) => {
    const entry = 6 + 16 * at
    head[entry] = head[entry + 1] = size % 256 // 0 means 256
    head.writeUInt16LE(1, entry + 4) // planes
    head.writeUInt16LE(32, entry + 6) // bits in a pixel
    head.writeUInt32LE(png.length, entry + 8)
    head.writeUInt32LE(offset, entry + 12)
    offset += png.length
  })
  return Buffer.concat([head, ...parts.map(({ png }) => png)])
}

/**
 * A macOS icon.
 * @param {Map<number, Buffer>} pictures PNG by its size in pixels; each of `icnsSizes`
 * @returns {Buffer}
 * @throws {Error} when a size is missing
 */
export function icnsOf(pictures) {
  const parts = icnsTypes.map(({ type, pixels }) => box(type, picture(pictures, pixels)))
  return box('icns', Buffer.concat(parts))
}

/**
 * @param {string} type four letters
 * @param {Buffer} content
 */
function box(type, content) {
  const head = Buffer.alloc(8)
  head.write(type, 'latin1')
  head.writeUInt32BE(8 + content.length, 4)
  return Buffer.concat([head, content])
}

/**
 * @param {Map<number, Buffer>} pictures
 * @param {number} size
 */
function picture(pictures, size) {
  const png = pictures.get(size)
  if (!png) throw new Error(`The icon has no picture of ${size} pixels.`)
  return png
}
