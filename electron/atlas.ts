import atlasFile from '../assets/atlas/fat-pad-atlas.json'
import type { Atlas } from './domain/atlas'
import { MalarError } from './domain/words'

/** The fat-pad atlas that ships with the app. */
export const ATLAS = atlasFile as Atlas

/**
 * Region ids in atlas order, without repeats.
 * @throws MalarError `regions` when the atlas has no region of that id
 */
export function atlasOrder(ids: readonly string[]): string[] {
  const known = ATLAS.regions.map((region) => region.id)
  const unknown = ids.find((id) => !known.includes(id))
  if (unknown !== undefined) {
    throw new MalarError('regions', `The atlas has no region “${unknown}”. It has ${known.join(', ')}.`)
  }
  return known.filter((id) => ids.includes(id))
}
