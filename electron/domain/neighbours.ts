/**
 * The nearest labelled regions of a query. Only the same pad, both sides together (right crops are
 * mirrored before they are embedded); never the query's own subject; at most one a subject.
 */
import type { DayOffset, Side } from './words'
import { MalarError } from './words'

/** A region with a score, as the model may draw on it. */
export interface Labelled {
  /** Key of the region row. */
  key: number
  photograph: number
  subject: string
  day: DayOffset
  /** Atlas id. */
  region: string
  side: Side
  /** Mean of its raters on the unit scale. */
  label: number
  raters: number
}

/** Labelled regions of one pad with their embeddings side by side. */
export interface RegionIndex {
  region: string
  dimensions: number
  labelled: readonly Labelled[]
  /** Row i is the embedding of `labelled[i]`. */
  vectors: Float32Array
  /** Squared length of each row. */
  squares: Float64Array
  /** Number of each row's subject. */
  subjectOf: Int32Array
  subjects: readonly string[]
}

/** All labelled regions of a model; prepared once, asked often. */
export interface NeighbourIndex {
  dimensions: number
  byRegion: ReadonlyMap<string, RegionIndex>
}

export interface NeighbourQuery {
  /** Unit embedding. */
  vector: ArrayLike<number>
  region: string
  /** The query's own subject, whose regions are never neighbours. */
  subject: string
  /** How many to use. */
  k: number
  /** Keys that the rater left out: listed at their rank, not counted. */
  leftOut?: ReadonlySet<number>
}

export interface FoundNeighbour {
  labelled: Labelled
  /** Its embedding, a view into the index. */
  vector: Float32Array
  /** Euclidean distance, 0 to 2 between unit vectors. */
  distance: number
  leftOut: boolean
}

/**
 * Sorts labelled regions by pad for searching.
 * @param vectors unit embeddings, row i for `labelled[i]`, `labelled.length × dimensions`
 * @throws MalarError `embedding` when the sizes do not fit or an embedding is not finite
 */
export function prepare(
  labelled: readonly Labelled[],
  vectors: Float32Array,
  dimensions: number,
): NeighbourIndex {
  if (vectors.length !== labelled.length * dimensions) {
    throw new MalarError('embedding', 'The model’s embeddings do not fit the labelled regions. Train again.')
  }
  const rows = new Map<string, number[]>()
  labelled.forEach(({ region }, i) => {
    const known = rows.get(region)
    if (known) known.push(i)
    else rows.set(region, [i])
  })
  const byRegion = new Map<string, RegionIndex>()
  for (const [region, members] of rows) {
    byRegion.set(region, indexRegion(region, members, labelled, vectors, dimensions))
  }
  return { dimensions, byRegion }
}

function indexRegion(
  region: string,
  members: readonly number[],
  labelled: readonly Labelled[],
  vectors: Float32Array,
  dimensions: number,
): RegionIndex {
  const own = new Float32Array(members.length * dimensions)
  const squares = new Float64Array(members.length)
  const subjectOf = new Int32Array(members.length)
  const numbers = new Map<string, number>()
  members.forEach((from, to) => {
    const row = vectors.subarray(from * dimensions, (from + 1) * dimensions)
    own.set(row, to * dimensions)
    let square = 0
    for (let d = 0; d < dimensions; d++) square += (row[d] as number) ** 2
    if (!Number.isFinite(square)) {
      throw new MalarError('embedding', 'The model gave an embedding that is not a number. Train again.')
    }
    squares[to] = square
    const subject = (labelled[from] as Labelled).subject
    let number = numbers.get(subject)
    if (number === undefined) numbers.set(subject, (number = numbers.size))
    subjectOf[to] = number
  })
  return {
    region,
    dimensions,
    labelled: members.map((from) => labelled[from] as Labelled),
    vectors: own,
    squares,
    subjectOf,
    subjects: [...numbers.keys()],
  }
}

/**
 * The k nearest usable subjects of a query, each by its closest region, nearest first. Where that closest
 * region is left out, the subject is listed as such and not replaced by another of its regions.
 * Equal distances are ordered by key. Costs one pass over the pad's embeddings.
 */
export function nearest(index: NeighbourIndex, query: NeighbourQuery): FoundNeighbour[] {
  const pad = index.byRegion.get(query.region)
  if (!pad || query.k < 1) return []
  const leftOut = query.leftOut ?? new Set<number>()
  const best = closestBySubject(pad, query)
  const wanted = selectSmallest(best.rows, best.distances, query.k + leftOut.size, pad)
  const found: FoundNeighbour[] = []
  let used = 0
  for (const row of wanted) {
    if (used === query.k) break
    const labelled = pad.labelled[row] as Labelled
    const vector = pad.vectors.subarray(row * pad.dimensions, (row + 1) * pad.dimensions)
    const out = leftOut.has(labelled.key)
    if (!out) used++
    found.push({ labelled, vector, distance: distanceBetween(vector, query.vector), leftOut: out })
  }
  return found
}

/** Number of subjects with a label for the pad, the query's own not counted. */
export function labelledSubjects(index: NeighbourIndex, region: string, except?: string): number {
  const pad = index.byRegion.get(region)
  if (!pad) return 0
  return pad.subjects.length - (except !== undefined && pad.subjects.includes(except) ? 1 : 0)
}

/** Each other subject's closest row and its squared distance. */
function closestBySubject(
  pad: RegionIndex,
  query: NeighbourQuery,
): { rows: Int32Array; distances: Float64Array } {
  const { vectors, squares, subjectOf, dimensions } = pad
  // As doubles once, so that the loop does not convert the query 100,000 times.
  const q = Float64Array.from(query.vector)
  const own = pad.subjects.indexOf(query.subject)
  const distances = new Float64Array(pad.subjects.length).fill(Infinity)
  const rows = new Int32Array(pad.subjects.length).fill(-1)
  let square = 0
  for (let d = 0; d < dimensions; d++) square += (q[d] as number) ** 2
  const even = dimensions - (dimensions % 4)
  for (let row = 0, at = 0; row < squares.length; row++, at += dimensions) {
    const subject = subjectOf[row] as number
    if (subject === own) continue
    let a = 0
    let b = 0
    let c = 0
    let e = 0
    // Four sums, because each addition would otherwise wait for the one before.
    for (let d = 0; d < even; d += 4) {
      a += (vectors[at + d] as number) * (q[d] as number)
      b += (vectors[at + d + 1] as number) * (q[d + 1] as number)
      c += (vectors[at + d + 2] as number) * (q[d + 2] as number)
      e += (vectors[at + d + 3] as number) * (q[d + 3] as number)
    }
    for (let d = even; d < dimensions; d++) a += (vectors[at + d] as number) * (q[d] as number)
    const distance = square + (squares[row] as number) - 2 * (a + b + c + e)
    const before = distances[subject] as number
    if (distance < before || (distance === before && keyAt(pad, row) < keyAt(pad, rows[subject] as number))) {
      distances[subject] = distance
      rows[subject] = row
    }
  }
  return { rows, distances }
}

/** The rows of the `count` smallest distances, ascending, without sorting the rest: a bounded max-heap. */
function selectSmallest(
  rows: Int32Array,
  distances: Float64Array,
  count: number,
  pad: RegionIndex,
): number[] {
  const further = (x: number, y: number): boolean => {
    const dx = distances[x] as number
    const dy = distances[y] as number
    return dx > dy || (dx === dy && keyAt(pad, rows[x] as number) > keyAt(pad, rows[y] as number))
  }
  const heap: number[] = []
  const sink = (from: number): void => {
    for (let at = from; ;) {
      let top = at
      for (const child of [2 * at + 1, 2 * at + 2]) {
        if (child < heap.length && further(heap[child] as number, heap[top] as number)) top = child
      }
      if (top === at) return
      const held = heap[at] as number
      heap[at] = heap[top] as number
      heap[top] = held
      at = top
    }
  }
  for (let subject = 0; subject < rows.length; subject++) {
    if ((rows[subject] as number) < 0) continue
    if (heap.length < count) {
      heap.push(subject)
      if (heap.length === count) for (let i = count >> 1; i >= 0; i--) sink(i)
    } else if (further(heap[0] as number, subject)) {
      heap[0] = subject
      sink(0)
    }
  }
  return heap.sort((x, y) => (further(x, y) ? 1 : -1)).map((subject) => rows[subject] as number)
}

function keyAt(pad: RegionIndex, row: number): number {
  return (pad.labelled[row] as Labelled).key
}

function distanceBetween(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0
  for (let d = 0; d < a.length; d++) sum += ((a[d] as number) - (b[d] as number)) ** 2
  return Math.sqrt(sum)
}
