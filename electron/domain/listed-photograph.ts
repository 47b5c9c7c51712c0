import type { FlagKind } from './quality'
import type { Photograph } from './records'

/** A photograph as lists show and filter it: there may be ten thousand. */
export type ListedPhotograph = Pick<
  Photograph,
  'id' | 'subject' | 'day' | 'view' | 'mirrored' | 'addedAt'
> & {
  /** Kinds of its flags, each once. */
  flags: FlagKind[]
  regions: number
  /** Regions with at least one current score or reason for none. */
  scored: number
}

/** What lists need of a photograph. */
export function listed(photograph: Photograph & { regions: number; scored: number }): ListedPhotograph {
  const { id, subject, day, view, mirrored, addedAt, flags, regions, scored } = photograph
  const kinds = [...new Set(flags.map(({ kind }) => kind))]
  return { id, subject, day, view, mirrored, addedAt, flags: kinds, regions, scored }
}
