/**
 * Reads the DCT coefficients out of a JPEG image: sequential, Huffman coded, 8 bits (ITU-T T.81, the frames SOF0 and
 * SOF1), which is what Chromium writes.
 */

/** Coefficients of a block, and samples. */
export const BLOCK = 64

export interface Component {
  /** Blocks of a row, and rows of blocks, with those that only fill up the last units of the scan. */
  columns: number
  rows: number
  /** BLOCK for each block, row by row, in natural order, not yet multiplied by the quantisation. */
  coefficients: Int16Array
  /** BLOCK steps, in natural order. */
  quantisation: Uint16Array
}

export interface Coefficients {
  width: number
  height: number
  /** Luminance alone, or luminance and two colour differences. */
  components: Component[]
  /** Pixels of luminance a side for one of the colour differences: 1 or 2. */
  subsampling: 1 | 2
}

interface FrameComponent extends Component {
  id: number
  sampling: number
}

/** Codes of one length lie side by side: the first of them, and where its value stands among all. */
interface HuffmanTable {
  first: Int32Array
  count: Int32Array
  offset: Int32Array
  values: Uint8Array
}

/** Where the n-th coefficient of the scan stands in its block. */
const NATURAL = Uint8Array.of(
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21,
  28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54,
  47, 55, 62, 63,
) // prettier-ignore

const CODE_LENGTHS = 16

/** An image of more pixels is no crop; nothing is allocated for it. */
const MOST_PIXELS = 1 << 22

/**
 * Reads a whole image.
 * @throws Error when it is damaged, cut short, or of another kind
 */
export function readCoefficients(bytes: Uint8Array): Coefficients {
  return new Reader(bytes).read()
}

class Reader {
  #at = 0
  readonly #quantisation: Uint16Array[] = []
  readonly #dc: HuffmanTable[] = []
  readonly #ac: HuffmanTable[] = []
  #restartInterval = 0
  #frame: { width: number; height: number; components: FrameComponent[]; sampling: number } | null = null

  constructor(private readonly bytes: Uint8Array) {}

  read(): Coefficients {
    if (this.#word() !== 0xffd8) throw new Error('It is not a JPEG image.')
    for (;;) {
      const marker = this.#word()
      const end = this.#at + this.#word()
      if (marker === 0xffdb) this.#readQuantisation(end)
      else if (marker === 0xffc4) this.#readHuffman(end)
      else if (marker === 0xffc0 || marker === 0xffc1) this.#readFrame()
      else if (marker === 0xffdd) this.#restartInterval = this.#word()
      else if (marker === 0xffda) return this.#readScan(end)
      else if (marker >> 4 === 0xffc) throw new Error('It is a JPEG image of another kind.')
      else if (marker >> 8 !== 0xff) throw new Error('The JPEG image is damaged.')
      this.#at = end
    }
  }

  #byte(): number {
    const byte = this.bytes[this.#at++]
    if (byte === undefined) throw new Error('The JPEG image is cut short.')
    return byte
  }

  #word(): number {
    return (this.#byte() << 8) | this.#byte()
  }

  #readQuantisation(end: number): void {
    while (this.#at < end) {
      const kind = this.#byte()
      const table = new Uint16Array(BLOCK)
      for (const place of NATURAL) table[place] = kind >> 4 ? this.#word() : this.#byte()
      this.#quantisation[kind & 15] = table
    }
  }

  #readHuffman(end: number): void {
    while (this.#at < end) {
      const kind = this.#byte()
      const table: HuffmanTable = {
        first: new Int32Array(CODE_LENGTHS + 1),
        count: new Int32Array(CODE_LENGTHS + 1),
        offset: new Int32Array(CODE_LENGTHS + 1),
        values: new Uint8Array(),
      }
      let code = 0
      let total = 0
      for (let length = 1; length <= CODE_LENGTHS; length++) {
        const count = this.#byte()
        code <<= 1
        table.first[length] = code
        table.count[length] = count
        table.offset[length] = total
        code += count
        total += count
      }
      table.values = Uint8Array.from({ length: total }, () => this.#byte())
      ;(kind >> 4 ? this.#ac : this.#dc)[kind & 15] = table
    }
  }

  #readFrame(): void {
    if (this.#byte() !== 8) throw new Error('It is a JPEG image of another kind.')
    const height = this.#word()
    const width = this.#word()
    if (width === 0 || height === 0 || width * height > MOST_PIXELS) {
      throw new Error('The JPEG image has no size, or is too large.')
    }
    const described = Array.from({ length: this.#byte() }, () => ({
      id: this.#byte(),
      sampling: this.#byte(),
      table: this.#byte(),
    }))
    const sampling = described[0]?.sampling === 0x22 && described.length === 3 ? 2 : 1
    const known = described.map(({ sampling }) => sampling).join() // 0x11 is one sample each way, 0x22 two
    if (!['17', '34', '17,17,17', '34,17,17'].includes(known)) {
      throw new Error('It is a JPEG image of another kind.')
    }
    const units = { columns: Math.ceil(width / (8 * sampling)), rows: Math.ceil(height / (8 * sampling)) }
    const components = described.map(({ id, table }, i) => {
      const each = i === 0 ? sampling : 1
      const columns = units.columns * each
      const rows = units.rows * each
      const quantisation = this.#quantisation[table]
      if (!quantisation) throw new Error('The JPEG image is damaged.')
      const coefficients = new Int16Array(columns * rows * BLOCK)
      return { id, sampling: each, columns, rows, coefficients, quantisation }
    })
    this.#frame = { width, height, components, sampling }
  }

  #readScan(end: number): Coefficients {
    const frame = this.#frame
    if (!frame || this.#byte() !== frame.components.length) throw new Error('The JPEG image is damaged.')
    const { width, height, components } = frame
    const parts = components.map((component) => {
      const id = this.#byte()
      const tables = this.#byte()
      const dc = this.#dc[tables >> 4]
      const ac = this.#ac[tables & 15]
      if (id !== component.id || !dc || !ac) throw new Error('The JPEG image is damaged.')
      return { component, dc, ac, predicted: 0 }
    })
    const bits = new BitReader(this.bytes, end)
    const across = (components[0] as FrameComponent).columns / frame.sampling
    const units = across * ((components[0] as FrameComponent).rows / frame.sampling)
    for (let unit = 0; unit < units; unit++) {
      if (this.#restartInterval && unit > 0 && unit % this.#restartInterval === 0) {
        bits.restart()
        for (const part of parts) part.predicted = 0
      }
      const left = unit % across
      const top = (unit - left) / across
      for (const part of parts) {
        const { component, dc, ac } = part
        const { sampling, columns } = component
        for (let i = 0; i < sampling * sampling; i++) {
          const block = (top * sampling + ((i / sampling) | 0)) * columns + left * sampling + (i % sampling)
          part.predicted += bits.signed(bits.symbol(dc))
          component.coefficients[block * BLOCK] = part.predicted
          readBlock(bits, ac, component.coefficients, block * BLOCK)
        }
      }
    }
    return { width, height, components, subsampling: frame.sampling as 1 | 2 }
  }
}

/** The coefficients of a block after its first. */
function readBlock(bits: BitReader, table: HuffmanTable, target: Int16Array, start: number): void {
  for (let n = 1; n < BLOCK; n++) {
    const symbol = bits.symbol(table)
    const size = symbol & 15
    const zeros = symbol >> 4
    if (size === 0 && zeros !== 15) return
    n += zeros
    if (n >= BLOCK) throw new Error('The JPEG image is damaged.')
    if (size > 0) target[start + (NATURAL[n] as number)] = bits.signed(size)
  }
}

/** Bits of the scan, highest first; a byte 255 is followed by a stuffed 0. */
class BitReader {
  #held = 0
  #count = 0

  constructor(
    private readonly bytes: Uint8Array,
    private at: number,
  ) {}

  /** The next value by a Huffman table. */
  symbol({ first, count, offset, values }: HuffmanTable): number {
    let code = 0
    for (let length = 1; length <= CODE_LENGTHS; length++) {
      code = (code << 1) | this.#bit()
      const place = code - (first[length] as number)
      if (place < (count[length] as number)) return values[(offset[length] as number) + place] as number
    }
    throw new Error('The JPEG image is damaged.')
  }

  /** A number of so many bits; those that begin with 0 are negative. */
  signed(size: number): number {
    if (size > 15) throw new Error('The JPEG image is damaged.')
    let value = 0
    for (let i = 0; i < size; i++) value = (value << 1) | this.#bit()
    return size > 0 && value < 1 << (size - 1) ? value - (1 << size) + 1 : value
  }

  /** Goes on behind the next restart marker. */
  restart(): void {
    this.#count = 0
    if (this.bytes[this.at] !== 0xff || ((this.bytes[this.at + 1] ?? 0) & 0xf8) !== 0xd0) {
      throw new Error('The JPEG image is damaged.')
    }
    this.at += 2
  }

  #bit(): number {
    if (this.#count === 0) {
      const byte = this.bytes[this.at]
      const stuffed = byte === 0xff
      if (byte === undefined || (stuffed && this.bytes[this.at + 1] !== 0)) {
        throw new Error('The JPEG image is cut short.')
      }
      this.at += stuffed ? 2 : 1
      this.#held = byte
      this.#count = 8
    }
    return (this.#held >> --this.#count) & 1
  }
}
