import type { Model } from '../records'

/**
 * The stable name of a model in files: its number and the start of its data hash, e.g. `m3-1a2b3c4d`.
 * The hash keeps two studies' third models apart once their exports lie in one folder.
 */
export function modelName(model: Pick<Model, 'id' | 'dataHash'>): string {
  return `m${model.id}-${model.dataHash.slice(0, 8)}`
}
