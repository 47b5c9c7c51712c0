import { describe, expect, it } from 'vitest'
import { seedOf, seeded } from './random'

describe('seeded', () => {
  it('gives the same numbers for the same seed, for ever', () => {
    const random = seeded(7)
    const numbers = [random.next(), random.next(), random.normal(), random.integer(1000)]
    expect(numbers).toEqual([seeded(7)].flatMap((r) => [r.next(), r.next(), r.normal(), r.integer(1000)]))
    expect(seeded(7).shuffle([1, 2, 3, 4, 5, 6, 7, 8])).toMatchInlineSnapshot(`
      [
        8,
        1,
        2,
        5,
        3,
        7,
        4,
        6,
      ]
    `)
    expect(seeded(8).next()).not.toBe(seeded(7).next())
  })
  it('is uniform and normal', () => {
    const random = seeded('moments')
    const n = 200_000
    let [sum, square, normal, normalSquare, tail] = [0, 0, 0, 0, 0]
    for (let i = 0; i < n; i++) {
      const u = random.next()
      const z = random.normal()
      sum += u / n
      square += (u * u) / n
      normal += z / n
      normalSquare += (z * z) / n
      if (Math.abs(z) > 1.96) tail += 1 / n
    }
    expect(sum).toBeCloseTo(1 / 2, 2)
    expect(square).toBeCloseTo(1 / 3, 2)
    expect(normal).toBeCloseTo(0, 2)
    expect(normalSquare).toBeCloseTo(1, 1)
    expect(tail).toBeCloseTo(0.05, 2)
  })
  it('shuffles fairly and keeps everything', () => {
    const random = seeded(1)
    const counts = new Map<string, number>()
    for (let i = 0; i < 6000; i++) {
      const order = random.shuffle(['a', 'b', 'c']).join('')
      counts.set(order, (counts.get(order) ?? 0) + 1)
    }
    expect(counts.size).toBe(6)
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150)
  })
  it('joins several things to one seed', () => {
    expect(seedOf('a', 1)).toBe(seedOf('a', 1))
    expect(seedOf('a', 1)).not.toBe(seedOf('a', '1'))
    expect(seedOf('ab', 'c')).not.toBe(seedOf('a', 'bc'))
  })
})
