/**
 * A model is several networks, each trained without one part of the subjects. A region's embedding is theirs side
 * by side. A subject that was learned from is read by the one network that has not seen it; any other subject is
 * read by all of them together, which errs less than each alone.
 */
import { MalarError } from './words'

/** Which networks read a subject: one of them, or all. */
export type Reading = number | 'all'

/**
 * The networks that may read a subject.
 * @param folds by network, the subjects that it was trained without; empty for a model of one network
 */
export function readingOf(folds: readonly (readonly string[])[], subject: string): Reading {
  const fold = folds.findIndex((subjects) => subjects.includes(subject))
  return fold < 0 ? 'all' : fold
}

/**
 * One network's part of an embedding, scaled to length one.
 * @param vector embeddings of all networks side by side, together of length one
 * @throws MalarError `embedding` when the length cannot be divided among the networks
 */
export function partOf(vector: Float32Array, networks: number, reading: Reading): Float32Array {
  if (reading === 'all' || networks === 1) return vector
  const length = vector.length / networks
  if (!Number.isInteger(length) || reading >= networks) {
    throw new MalarError('embedding', 'The model’s embeddings do not fit its networks. Train again.')
  }
  const scale = Math.sqrt(networks)
  return vector.slice(reading * length, (reading + 1) * length).map((value) => value * scale)
}

/**
 * A region's embeddings by several networks as one: side by side, scaled so that together they have length one. The
 * squared distance of two such vectors is the mean of the networks' own.
 * @param parts unit vectors of one length, by network
 */
export function sideBySide(parts: readonly Float32Array[]): Float32Array {
  const length = parts[0]?.length ?? 0
  const joined = new Float32Array(parts.length * length)
  const scale = 1 / Math.sqrt(parts.length)
  parts.forEach((part, network) =>
    joined.set(
      part.map((value) => value * scale),
      network * length,
    ),
  )
  return joined
}
