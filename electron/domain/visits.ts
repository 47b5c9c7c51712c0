/**
 * The pads of a subject at one visit, as all photographs of the visit show them. The photographs and the two sides
 * are one patient: what the model sees of them is pooled before anything is estimated, which lowers the error
 * more than anything that was tried on single crops. Only views are pooled; no score of the subject enters here.
 */
import type { DayOffset, Side } from './words'
import { MalarError } from './words'

/** A region as the model sees it. */
export interface SeenRegion {
  /** Key of the region row. */
  key: number
  photograph: number
  subject: string
  day: DayOffset
  /** Atlas id. */
  region: string
  side: Side
  /** Unit embedding of its crop. */
  vector: Float32Array
}

/** What raters said of a region. */
export interface Label {
  /** Mean of its raters on the unit scale. */
  label: number
  raters: number
}

/** One side of a pad at a visit. */
export interface SeenSide {
  side: Side
  /** Unit vector: the mean of its regions' embeddings. */
  vector: Float32Array
  regions: readonly SeenRegion[]
  /** Mean label of those of its regions that have one; null where none has. */
  label: number | null
}

/** One pad of a subject at one visit. */
export interface SeenPad {
  subject: string
  day: DayOffset
  region: string
  sides: readonly SeenSide[]
  /** Unit vector: the mean of its sides. */
  vector: Float32Array
}

/** Pads by the name that `padKey` gives them. */
export type SeenPads = ReadonlyMap<string, SeenPad>

/** Names a pad of a subject at a visit. */
export function padKey({ subject, day, region }: Pick<SeenPad, 'subject' | 'day' | 'region'>): string {
  return `${subject}\u0000${day}\u0000${region}`
}

/**
 * Pools regions into pads, in the order of their first region.
 * @param labels by region key
 * @throws MalarError `embedding` when an embedding is not finite, or of another length than the others
 */
export function poolVisits(
  regions: readonly SeenRegion[],
  labels: ReadonlyMap<number, Label>,
): Map<string, SeenPad> {
  const groups = new Map<string, SeenRegion[]>()
  const dimensions = regions[0]?.vector.length ?? 0
  for (const region of regions) {
    if (region.vector.length !== dimensions) {
      throw new MalarError('embedding', 'The model’s embeddings are not of one length. Train again.')
    }
    const key = padKey(region)
    const group = groups.get(key)
    if (group) group.push(region)
    else groups.set(key, [region])
  }
  const pads = new Map<string, SeenPad>()
  for (const [key, group] of groups) {
    const { subject, day, region } = group[0] as SeenRegion
    const sides = poolSides(group, labels)
    pads.set(key, { subject, day, region, sides, vector: meanDirection(sides.map(({ vector }) => vector)) })
  }
  return pads
}

function poolSides(regions: readonly SeenRegion[], labels: ReadonlyMap<number, Label>): SeenSide[] {
  const sides = new Map<Side, SeenRegion[]>()
  for (const region of regions) sides.set(region.side, [...(sides.get(region.side) ?? []), region])
  return [...sides].map(([side, own]) => {
    const given = own.flatMap(({ key }) => labels.get(key)?.label ?? [])
    return {
      side,
      regions: own,
      vector: meanDirection(own.map(({ vector }) => vector)),
      label: given.length > 0 ? meanOf(given) : null,
    }
  })
}

/** The sides of a pad that have a label, pooled; null where none has. */
export function labelledPart(pad: SeenPad): { vector: Float32Array; label: number } | null {
  const known = pad.sides.filter(({ label }) => label !== null)
  if (known.length === 0) return null
  const whole = known.length === pad.sides.length
  return {
    vector: whole ? pad.vector : meanDirection(known.map(({ vector }) => vector)),
    label: meanOf(known.map(({ label }) => label as number)),
  }
}

/** The right and the left of a pad; null where only one of them is seen. */
export function bothSides(pad: SeenPad): { right: SeenSide; left: SeenSide } | null {
  const right = pad.sides.find(({ side }) => side === 'right')
  const left = pad.sides.find(({ side }) => side === 'left')
  return right && left ? { right, left } : null
}

/**
 * The mean of unit vectors, scaled to length one again; opposite ones that cancel out give the first of them.
 * @throws MalarError `embedding` when a value is not finite
 */
function meanDirection(vectors: readonly Float32Array[]): Float32Array {
  const first = vectors[0] as Float32Array
  const sum = new Float64Array(first.length)
  for (const vector of vectors) {
    for (let d = 0; d < sum.length; d++) sum[d] = (sum[d] as number) + (vector[d] as number)
  }
  let square = 0
  for (const value of sum) square += value * value
  if (!Number.isFinite(square)) {
    throw new MalarError('embedding', 'The model gave an embedding that is not a number. Train again.')
  }
  if (square < 1e-12) return first
  const length = Math.sqrt(square)
  return Float32Array.from(sum, (value) => value / length)
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
