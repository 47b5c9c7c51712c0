/** Photographs made worse on purpose, as files. */
import { readFileSync, writeFileSync } from 'node:fs'
import { PNG } from 'pngjs'

/** Writes a PNG with so many times the light of another. */
export function withLight(from: string, to: string, times: number): void {
  const picture = PNG.sync.read(readFileSync(from))
  picture.data.forEach((value, at) => {
    if (at % 4 !== 3) picture.data[at] = Math.min(255, value * times)
  })
  writeFileSync(to, PNG.sync.write(picture))
}

/** Writes a PNG whose every pixel is the mean of a square of `side` pixels of another. */
export function smeared(from: string, to: string, side: number): void {
  const picture = PNG.sync.read(readFileSync(from))
  const { width, height } = picture
  const sharp = Buffer.from(picture.data)
  const within = (place: number, size: number) => Math.min(size - 1, Math.max(0, place))
  for (let at = 0; at < sharp.length; at++) {
    if (at % 4 === 3) continue
    const x = (at >> 2) % width
    const y = Math.floor((at >> 2) / width)
    let sum = 0
    for (let i = 0; i < side * side; i++) {
      const column = within(x + (i % side) - (side >> 1), width)
      const row = within(y + Math.floor(i / side) - (side >> 1), height)
      sum += sharp[(row * width + column) * 4 + (at % 4)] as number
    }
    picture.data[at] = Math.round(sum / (side * side))
  }
  writeFileSync(to, PNG.sync.write(picture))
}
