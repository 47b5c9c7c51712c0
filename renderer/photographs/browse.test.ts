import { describe, expect, it, vi } from 'vitest'
import type { PhotographDetails } from '../../electron/contract'
import type { ListedPhotograph } from '../../electron/domain/listed-photograph'
import type { PhotographFigures } from '../../electron/domain/photograph-figures'
import { Browse, type BrowseClient } from './browse.svelte'

const one = (id: number, changes: Partial<ListedPhotograph> = {}): ListedPhotograph => ({
  id,
  subject: `S-${id}`,
  day: 0,
  view: 'frontal',
  mirrored: false,
  addedAt: '2026-01-01',
  flags: [],
  regions: 1,
  scored: 0,
  ...changes,
})
const figures: PhotographFigures = {
  photographs: Int32Array.of(1, 2, 3, 4),
  pads: [{ region: 'jowl', side: 'right' }],
  values: Float64Array.of(0.4, 0.1, NaN, 0.2),
}
function study() {
  const photographs = [
    one(1, { flags: ['blur'] }),
    one(2),
    one(3, { flags: ['pose'], view: 'basal' }),
    one(4),
  ]
  const client = {
    photographs: vi.fn(async () => JSON.stringify(photographs)),
    photographFigures: vi.fn(async () => figures),
    photograph: vi.fn(
      async (id: number) =>
        ({ photograph: { ...one(id), subject: 'A-1', flags: [] } }) as unknown as PhotographDetails,
    ),
  } satisfies BrowseClient
  return { browse: new Browse(client), client }
}
const shown = (browse: Browse) => browse.shown.map(({ id }) => id)

describe('browsing', () => {
  it('reads figures only when a filter or an order asks for them, and once', async () => {
    const { browse, client } = study()
    await browse.load()
    await browse.change({ text: 's-' })
    expect(client.photographFigures).not.toHaveBeenCalled()
    await browse.sort({ sort: 'score' })
    await browse.change({ from: 0.15 })
    expect(client.photographFigures.mock.calls).toEqual([['score']])
    expect(shown(browse)).toEqual([4, 1])
    await browse.sort({ sort: 'uncertainty' })
    expect([client.photographFigures.mock.calls.length, shown(browse)]).toEqual([2, [1, 4]])
    await browse.load()
    expect(client.photographFigures).toHaveBeenCalledTimes(4)
  })

  it('keeps filter and order while a photograph is open, and steps through what was shown', async () => {
    const { browse } = study()
    await browse.load()
    await browse.change({ view: 'frontal' })
    browse.open(1)
    expect(browse.place).toEqual({ at: 1, of: 3 })
    browse.step(-1)
    expect(browse.opened).toBe(1)
    browse.step(1)
    browse.step(1)
    browse.step(1)
    expect([browse.opened, browse.place]).toEqual([4, { at: 3, of: 3 }])
    browse.close()
    expect([browse.opened, browse.last, browse.filter.view]).toEqual([null, 4, 'frontal'])
  })

  it('knows what was changed of the photograph that was open', async () => {
    const { browse } = study()
    await browse.load()
    browse.open(4)
    browse.close()
    await vi.waitFor(() => expect(browse.photographs.at(-1)?.subject).toBe('A-1'))
    expect(shown(browse)).toEqual([4, 1, 2, 3])
  })

  it('goes to the next photograph with a flag, round the end, and never to the same', async () => {
    const { browse } = study()
    await browse.load()
    browse.open(1)
    expect(browse.nextFlagged).toBe(3)
    browse.goToNextFlagged()
    expect([browse.opened, browse.nextFlagged]).toEqual([3, 1])
    await browse.change({ flag: 'pose' })
    browse.open(3)
    expect(browse.nextFlagged).toBe(null)
    browse.goToNextFlagged()
    expect(browse.opened).toBe(3)
  })

  it('clears the filters and keeps the order; forgets all for another study', async () => {
    const { browse } = study()
    await browse.load()
    await browse.change({ text: 'nobody', pad: 'jowl' })
    await browse.sortByNext()
    expect([shown(browse), browse.isFiltered]).toEqual([[], true])
    browse.clear()
    expect([shown(browse).length, browse.isFiltered, browse.order.sort]).toEqual([4, false, 'day'])
    browse.forget()
    expect([browse.loaded, browse.photographs, browse.order.sort]).toEqual([false, [], 'subject'])
  })

  it('says what cannot be read', async () => {
    const { browse, client } = study()
    await browse.load()
    client.photographFigures.mockRejectedValueOnce(new Error('The study is damaged.'))
    await browse.sort({ sort: 'score' })
    expect([browse.failure, browse.reading]).toEqual(['The study is damaged.', false])
    await browse.sort({ sort: 'score' })
    expect(browse.failure).toBe('')
  })
})
