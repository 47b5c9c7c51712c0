/** The neighbour search of one suggestion over a study larger than any. */
import { LOCAL } from '../../../electron/domain/estimate'
import { nearest, prepare } from '../../../electron/domain/neighbours'
import type { Labelled } from '../../../electron/domain/neighbours'
import { seeded } from '../../../electron/domain/random'
import { check } from '../bench'
import { brief, median, timed } from '../timing'
import type { EngineRow } from './bench'

const DIMENSIONS = 64
/** Labelled regions of each subject. */
const EACH_SUBJECT = 10

export const neighboursRow: EngineRow = {
  name: 'neighbours',
  async run({ quick }) {
    const count = quick ? 100_000 : 1_000_000
    const queries = quick ? 5 : 15
    const random = seeded(64)
    // Of about length one, which is all that the search asks for; drawing exact ones would take longest of all.
    const vectors = Float32Array.from({ length: count * DIMENSIONS }, () => (random.next() - 0.5) * 0.43)
    const labelled = Array.from({ length: count }, (_, row): Labelled => {
      const side = row % 2 ? 'left' : 'right'
      const subject = `S-${Math.floor(row / EACH_SUBJECT)}`
      return { key: row + 1, photograph: row, subject, day: 0, region: 'jowl', side, label: 0.5, raters: 1 }
    })
    const { ms, value: index } = timed(() => prepare(labelled, vectors, DIMENSIONS))
    const times = Array.from({ length: queries }, (_, i) => {
      const vector = vectors.slice(i * DIMENSIONS * EACH_SUBJECT, (i * EACH_SUBJECT + 1) * DIMENSIONS)
      const query = { vector, region: 'jowl', subject: `S-${i}`, k: LOCAL }
      const found = timed(() => nearest(index, query))
      check(found.value.length === LOCAL, `${found.value.length} neighbours were found.`)
      return found.ms
    })
    return [
      {
        what: `neighbour search over ${count.toLocaleString('en-US')} × ${DIMENSIONS}`,
        ours: median(times),
        unit: 'ms',
        how: `median of ${queries} queries for ${LOCAL} subjects; preparing once takes ${brief(ms / 1000)} s`,
      },
    ]
  },
}
