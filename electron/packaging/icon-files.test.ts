import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

// Packaging is JavaScript, as set-up is; the compiler of the app does not read it.
interface IconFiles {
  icoOf(pictures: Map<number, Buffer>): Buffer
  icnsOf(pictures: Map<number, Buffer>): Buffer
}
const module = './icon-files.mjs'
const { icoOf, icnsOf } = (await import(module)) as IconFiles

const folder = join(import.meta.dirname, '..', '..', 'assets', 'icon')
const sizes = readdirSync(join(folder, 'png')).map((name) => Number.parseInt(name))
const pictures = new Map(sizes.map((size) => [size, readFileSync(join(folder, 'png', `${size}.png`))]))

/** Width and height that a PNG states. */
const stated = (png: Buffer) => [png.readUInt32BE(16), png.readUInt32BE(20)]

/** The pictures that an icon of Windows points to. */
function inIco(ico: Buffer): Buffer[] {
  return Array.from({ length: ico.readUInt16LE(4) }, (_, at) => {
    const entry = 6 + 16 * at
    const offset = ico.readUInt32LE(entry + 12)
    return ico.subarray(offset, offset + ico.readUInt32LE(entry + 8))
  })
}

/** The pictures in an icon of macOS. */
function inIcns(icns: Buffer): Buffer[] {
  const found = []
  for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4)) {
    found.push(icns.subarray(at + 8, at + icns.readUInt32BE(at + 4)))
  }
  return found
}

describe('the icon', () => {
  it('is there in each size that Linux takes, as large as its name says', () => {
    expect(sizes.sort((a, b) => a - b)).toEqual([16, 24, 32, 48, 64, 128, 256, 512, 1024])
    for (const [size, png] of pictures) expect(stated(png)).toEqual([size, size])
  })

  it('of Windows is made of the same pictures', () => {
    const ico = readFileSync(join(folder, 'malar.ico'))
    expect(ico.equals(icoOf(pictures))).toBe(true)
    expect(inIco(ico).map(stated)).toEqual([16, 24, 32, 48, 64, 128, 256].map((size) => [size, size]))
    for (const png of inIco(ico)) expect(png.equals(pictures.get(stated(png)[0]!)!)).toBe(true)
  })

  it.each(['malar.icns', 'document.icns'])('of macOS holds every size: %s', (name) => {
    const icns = readFileSync(join(folder, name))
    expect(icns.subarray(0, 4).toString()).toBe('icns')
    expect(icns.readUInt32BE(4)).toBe(icns.length)
    expect(inIcns(icns).map((png) => stated(png)[0])).toEqual([32, 64, 128, 256, 256, 512, 512, 1024])
  })

  it('has the greys and the accent of the app', () => {
    const look = readFileSync(join(folder, '..', '..', 'renderer', 'styles', 'look.css'), 'utf8')
    const accents = [...look.matchAll(/--accent: (#\w+)/g)].map(([, colour]) => colour)
    expect(readFileSync(join(folder, 'icon.svg'), 'utf8')).toContain(accents[0])
    expect(readFileSync(join(folder, 'icon-small.svg'), 'utf8')).toContain(accents[0])
    expect(readFileSync(join(folder, 'document.svg'), 'utf8')).toContain(accents[1])
  })

  it('is refused when a size is missing', () => {
    expect(() => icoOf(new Map([[16, pictures.get(16)!]]))).toThrow('no picture of 24 pixels')
    expect(() => icnsOf(new Map())).toThrow('no picture of 32 pixels')
  })
})
