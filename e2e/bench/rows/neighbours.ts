/** The neighbour search of one suggestion over a very large study, beside the obvious way to do it. */
import { LOCAL } from '../../../electron/domain/estimate'
import { nearest, prepare } from '../../../electron/domain/neighbours'
import type { Labelled, NeighbourQuery } from '../../../electron/domain/neighbours'
import { seeded } from '../../../electron/domain/random'
import { check } from '../bench'
import type { Row } from '../bench'
import { brief, median, milliseconds, pause, timed } from '../timing'

const DIMENSIONS = 128
/** Labelled regions of each subject: both sides at several visits. */
const EACH_SUBJECT = 10

export const neighboursRow: Row = {
  name: 'neighbours',
  async run({ quick }) {
    const count = quick ? 20_000 : 100_000
    const queries = quick ? 10 : 40
    const { labelled, vectors } = made(count + queries)
    const searched = labelled.slice(0, count)
    const preparing = timed(() => prepare(searched, vectors.slice(0, count * DIMENSIONS), DIMENSIONS))
    const fast: number[] = []
    const naive: number[] = []
    for (let i = 0; i < queries; i++) {
      const at = (count + i) * DIMENSIONS
      const vector = vectors.slice(at, at + DIMENSIONS)
      const query = { vector, region: 'malar_soof', subject: `S-${i}`, k: LOCAL }
      const found = timed(() => nearest(preparing.value, query))
      // One after the other, so that a busy moment of the machine hits both.
      const sorted = timed(() => bySorting(searched, vectors, query))
      fast.push(found.ms)
      naive.push(sorted.ms)
      const keys = found.value.map((neighbour) => neighbour.labelled.key)
      check(keys.length === LOCAL && keys.join() === sorted.value.join(), 'The two searches disagree.')
      check(
        found.value.every((neighbour) => neighbour.labelled.subject !== query.subject),
        'A subject was its own neighbour.',
      )
      await pause()
    }
    const ratio = median(naive.map((ms, i) => ms / (fast[i] as number)))
    return [
      {
        what: `neighbour search over ${count.toLocaleString('en-US')} × ${DIMENSIONS}`,
        result: milliseconds(median(fast)),
        how:
          `median of ${queries} queries for ${LOCAL} subjects, in the main process; sorting all takes ` +
          `${milliseconds(median(naive))}, ${brief(ratio)} times as long, and finds the same; ` +
          `preparing once takes ${milliseconds(preparing.ms)}`,
      },
    ]
  },
}

/** Random unit embeddings of one pad. */
function made(count: number): { labelled: Labelled[]; vectors: Float32Array } {
  const random = seeded(128)
  const vectors = new Float32Array(count * DIMENSIONS)
  const labelled: Labelled[] = []
  for (let row = 0; row < count; row++) {
    const vector = vectors.subarray(row * DIMENSIONS, (row + 1) * DIMENSIONS)
    let square = 0
    for (let d = 0; d < DIMENSIONS; d++) square += (vector[d] = random.normal()) ** 2
    for (let d = 0; d < DIMENSIONS; d++) vector[d] = (vector[d] as number) / Math.sqrt(square)
    labelled.push({
      key: row + 1,
      photograph: row >> 1,
      subject: `S-${Math.floor(row / EACH_SUBJECT)}`,
      day: 0,
      region: 'malar_soof',
      side: row % 2 ? 'left' : 'right',
      label: random.next(),
      raters: 1,
    })
  }
  return { labelled, vectors }
}

/** Every distance, all sorted, then the first of each other subject. @returns keys */
function bySorting(labelled: readonly Labelled[], vectors: Float32Array, query: NeighbourQuery): number[] {
  const all = labelled.map((one, row) => {
    let sum = 0
    for (let d = 0; d < DIMENSIONS; d++) {
      sum += ((vectors[row * DIMENSIONS + d] as number) - (query.vector[d] as number)) ** 2
    }
    return { one, distance: Math.sqrt(sum) }
  })
  all.sort((a, b) => a.distance - b.distance || a.one.key - b.one.key)
  const keys = new Map<string, number>()
  for (const { one } of all) {
    if (one.subject !== query.subject && !keys.has(one.subject)) keys.set(one.subject, one.key)
    if (keys.size === query.k) break
  }
  return [...keys.values()]
}
