import { describe, expect, it, vi } from 'vitest'
import { Licences } from './licences.svelte'

const work = (name: string, licence: string, where: string) => ({
  name,
  version: '1.0.0',
  licence,
  where: [where],
  note: '',
})
const WORKS = [
  work('Malar', 'Apache-2.0', 'program'),
  work('SQLite', 'blessing', 'study file'),
  work('svelte', 'MIT', 'window'),
  work('Works in TensorFlow', 'LicenseRef-several', 'learning engine'),
]

async function licences() {
  const client = {
    works: vi.fn(async () => ({ works: WORKS, chromiumNotices: true })),
    licence: vi.fn(async (index: number) => `text of ${WORKS[index]!.name}`),
  }
  const all = new Licences(client)
  await all.load()
  return { all, client, names: () => all.found.map(({ name }) => name) }
}

describe('the list of licences', () => {
  it('shows the first with its text', async () => {
    const { all } = await licences()
    expect([all.entry?.name, all.text]).toEqual(['Malar', 'text of Malar'])
  })

  it.each([
    ['svelte', ['svelte']],
    ['  MIT window ', ['svelte']],
    ['several', ['Works in TensorFlow']],
    ['study', ['SQLite']],
    ['1.0.0', WORKS.map(({ name }) => name)],
    ['mit engine', []],
  ])('finds by all words of "%s"', async (search, expected) => {
    const { all, names } = await licences()
    await all.find(search)
    expect(names()).toEqual(expected)
  })

  it('chooses what is found, and keeps the choice where it is among it or nothing is found', async () => {
    const { all } = await licences()
    await all.find('svelte')
    expect([all.entry?.name, all.text]).toEqual(['svelte', 'text of svelte'])
    await all.find('s')
    expect(all.entry?.name).toBe('svelte')
    await all.find('nowhere')
    expect(all.entry?.name).toBe('svelte')
  })

  it('walks through what is found and stops at its ends', async () => {
    const { all } = await licences()
    await all.find('s')
    const walked = []
    for (const by of [1, 1, 1, 1, -1] as const) {
      await all.step(by)
      walked.push(all.entry?.name)
    }
    const found = all.found.map(({ name }) => name)
    expect(found.length).toBeGreaterThan(2)
    expect(new Set(walked).size).toBe(found.length - 1)
    expect(walked.at(-1)).toBe(found.at(-2))
  })

  it('shows no text of a work that is no longer chosen', async () => {
    const { all, client } = await licences()
    let answer: (text: string) => void = () => undefined
    client.licence.mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)))
    const slow = all.choose(1)
    await all.choose(2)
    answer('text of SQLite')
    await slow
    expect(all.text).toBe('text of svelte')
  })
})
