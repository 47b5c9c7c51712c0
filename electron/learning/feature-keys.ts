/** Names of what computes features, so that features kept in a study are used only where they would come out the same. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { TRUNK_RECIPE } from './crops'

/** The name of HOG descriptors; whoever changes how they are made gives them another number. */
export const HOG_KEY = 'hog-1'

/**
 * The name of the trunk's features: it follows from the weights and from the recipe.
 * @param folder holds trunk.json and trunk.bin
 */
export function trunkKey(folder: string): string {
  const hash = createHash('sha256').update(`recipe ${TRUNK_RECIPE}\n`)
  for (const file of ['trunk.json', 'trunk.bin']) hash.update(readFileSync(join(folder, file)))
  return `trunk-${hash.digest('hex').slice(0, 16)}`
}
