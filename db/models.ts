/** What was learned: models with their weights, and embeddings of regions. */
import type { Depth, Model, ModelFigures } from '../electron/domain/records'
import { MalarError } from '../electron/domain/words'
import type { Sql } from './driver'
import { notFound } from './errors'
import { bytesToFloats, floatsToBytes, requireIntact, sha256 } from './hashing'
import type { StoredEmbedding, StudyReader } from './reader'
import type { Session } from './session'
import type { NewEmbedding, NewModel, StudyWriter } from './writer'

interface StoredModel {
  id: number
  created_at: string
  objective: string
  seed: number
  device: 'cpu' | 'gpu'
  steps: number
  data_hash: string
  subjects: number
  labels: number
  promoted: number
  figures: string
  depth: Depth
  networks: number
  folds: string
}

export const EMBEDDINGS = `SELECT embedding.region, embedding.revision, embedding.vector
  FROM embedding JOIN region ON region.id = embedding.region AND region.revision = embedding.revision
  WHERE embedding.model = ? ORDER BY embedding.region`

/** Models with their weights, figures and embeddings. */
export function modelReader(sql: Sql) {
  /** A model never changes, its figures are megabytes of text, and every suggestion asks for the one in use. */
  let inUse: Model | null = null
  return {
    models: () => sql.all<StoredModel>('SELECT * FROM model ORDER BY id').map(asModel),
    model: (id: number) => modelOf(sql, id),
    currentModel(): Model | null {
      const found = sql.get<{ id: number }>('SELECT id FROM model WHERE promoted = 1')
      if (!found) return null
      if (inUse?.id !== found.id) inUse = modelOf(sql, found.id)
      return inUse
    },
    modelWeights(id: number): Float32Array {
      const row = sql.get<{ sha256: string; bytes: Uint8Array }>(
        'SELECT * FROM model_weights WHERE model = ?',
        id,
      )
      if (!row) throw notFound('model', id)
      return bytesToFloats(requireIntact(`model ${id}`, row.bytes, row.sha256))
    },
    *embeddings(model: number): IterableIterator<StoredEmbedding> {
      for (const row of sql.iterate<{ region: number; revision: number; vector: Uint8Array }>(
        EMBEDDINGS,
        model,
      )) {
        yield { region: row.region, revision: row.revision, vector: bytesToFloats(row.vector) }
      }
    },
  } satisfies Partial<StudyReader>
}

/** Adds models and embeddings; a model is never changed, only promoted. */
export function modelWriter(session: Session) {
  const { sql } = session
  return {
    addModel: (weights: Float32Array, model: NewModel): Model =>
      session.change((at) => {
        if (!weights.every(Number.isFinite)) {
          throw new MalarError('model', 'This model was not kept: its weights are not all numbers.')
        }
        const bytes = floatsToBytes(weights)
        const digest = sha256(bytes)
        const key = insertModel(sql, model, at)
        sql.run('INSERT INTO model_weights (model, sha256, bytes) VALUES (?, ?, ?)', key, digest, bytes)
        const { objective, seed, device, steps, dataHash, subjects, labels, depth, networks } = model
        const settings = { objective, seed, device, steps, depth, networks }
        const detail = { ...settings, dataHash, subjects, labels, weights: digest }
        return { value: modelOf(sql, key), told: { action: 'add model', entity: `model ${key}`, detail } }
      }),

    promote: (id: number): Model =>
      session.change(() => {
        requireModel(sql, id)
        const before = sql.get<{ id: number }>('SELECT id FROM model WHERE promoted = 1')
        sql.run('UPDATE model SET promoted = 0 WHERE promoted = 1')
        sql.run('UPDATE model SET promoted = 1 WHERE id = ?', id)
        const detail = { before: before?.id ?? null }
        return { value: modelOf(sql, id), told: { action: 'promote model', entity: `model ${id}`, detail } }
      }),

    saveEmbeddings: (model: number, embeddings: Iterable<NewEmbedding>): number =>
      session.change(() => {
        requireModel(sql, model)
        let saved = 0
        for (const { region, revision, vector } of embeddings) {
          sql.run(
            'INSERT OR REPLACE INTO embedding (model, region, revision, vector) VALUES (?, ?, ?, ?)',
            model,
            region,
            revision,
            floatsToBytes(vector),
          )
          saved += 1
        }
        const told = { action: 'save embeddings', entity: `model ${model}`, detail: { saved } }
        return { value: saved, told: saved > 0 ? told : null }
      }),
  } satisfies Partial<StudyWriter>
}

/** @throws MalarError `not-found`; it does not read the model's figures */
export function requireModel(sql: Sql, id: number): void {
  if (!sql.get('SELECT 1 FROM model WHERE id = ?', id)) throw notFound('model', id)
}

/** @throws MalarError `not-found` */
export function modelOf(sql: Sql, id: number): Model {
  const row = sql.get<StoredModel>('SELECT * FROM model WHERE id = ?', id)
  if (!row) throw notFound('model', id)
  return asModel(row)
}

function insertModel(sql: Sql, model: NewModel, at: string): number {
  const { objective, seed, device, steps, dataHash, subjects, labels, figures, depth, networks, folds } =
    model
  return sql.run(
    `INSERT INTO model (created_at, objective, seed, device, steps, data_hash, subjects, labels, promoted, figures,
       depth, networks, folds)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?)`,
    at,
    objective,
    seed,
    device,
    steps,
    dataHash,
    subjects,
    labels,
    JSON.stringify(figures),
    depth,
    networks,
    JSON.stringify(folds),
  ).key
}

function asModel(row: StoredModel): Model {
  const { id, objective, seed, device, steps, subjects, labels, depth, networks } = row
  return {
    id,
    createdAt: row.created_at,
    objective,
    seed,
    device,
    steps,
    dataHash: row.data_hash,
    subjects,
    labels,
    promoted: row.promoted === 1,
    figures: JSON.parse(row.figures) as ModelFigures,
    depth,
    networks,
    folds: JSON.parse(row.folds) as string[][],
  }
}
