import { describe, expect, it, vi } from 'vitest'
import { Pictures } from './pictures'

function decoder() {
  const waiting = new Map<string, (pixels: ImageBitmap | null) => void>()
  const closed: string[] = []
  const decode = vi.fn(
    (picture: string) => new Promise<ImageBitmap | null>((tell) => waiting.set(picture, tell)),
  )
  const come = async (picture: string): Promise<void> => {
    waiting.get(picture)?.({ close: () => closed.push(picture) } as unknown as ImageBitmap)
    await Promise.resolve()
    await Promise.resolve()
  }
  return { decode, come, closed, waiting }
}

describe('pictures that are decoded ahead', () => {
  it('are there as soon as they have come, and are decoded once', async () => {
    const { decode, come } = decoder()
    const pictures = new Pictures(decode)
    const wanted = pictures.want('a')
    void pictures.want('a')
    expect(pictures.now('a')).toBeNull()
    await come('a')
    expect(pictures.now('a')).toBe(await wanted)
    expect(decode).toHaveBeenCalledTimes(1)
  })
  it('give memory back, the longest unwanted first', async () => {
    const { decode, come, closed } = decoder()
    const pictures = new Pictures(decode, 2)
    for (const picture of ['a', 'b', 'a', 'c']) {
      void pictures.want(picture)
      await come(picture)
    }
    expect(closed).toEqual(['b'])
    expect([pictures.now('a') !== null, pictures.now('b'), pictures.now('c') !== null]).toEqual([
      true,
      null,
      true,
    ])
    pictures.forget()
    expect(closed.sort()).toEqual(['a', 'b', 'c'])
  })
  it('that come when nobody wants them any more are given back at once', async () => {
    const { decode, come, closed } = decoder()
    const pictures = new Pictures(decode)
    const wanted = pictures.want('a')
    pictures.forget()
    await come('a')
    expect([await wanted, pictures.now('a'), closed]).toEqual([null, null, ['a']])
  })
  it('that cannot be shown are tried again when they are wanted again', async () => {
    const decode = vi.fn(async (picture: string): Promise<ImageBitmap | null> => {
      if (picture === 'damaged') throw new Error('not an image')
      return null
    })
    const pictures = new Pictures(decode)
    for (const picture of ['gone', 'damaged', 'gone', 'damaged'])
      expect(await pictures.want(picture)).toBeNull()
    expect(decode).toHaveBeenCalledTimes(4)
  })
})
