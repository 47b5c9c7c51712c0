/**
 * What was computed from the crops and can be computed again: the features that a network or a descriptor sees in
 * them. They are kept because computing them takes a thousand times as long as reading them.
 */
import type { Sql } from './driver'
import { fromHalves, toHalves } from './half-floats'
import type { FeatureKey, StudyReader } from './reader'
import type { Session } from './session'
import type { NewFeatures, StudyWriter } from './writer'

export const KEPT_FEATURES =
  'SELECT variant FROM feature WHERE kind = ? AND region = ? AND revision = ? ORDER BY variant'

export const FEATURES =
  'SELECT halves FROM feature WHERE kind = ? AND region = ? AND revision = ? AND variant = ?'

export const FEATURES_OF_KIND = `SELECT feature.region, feature.halves
  FROM feature JOIN region ON region.id = feature.region AND region.revision = feature.revision
  WHERE feature.kind = ? AND feature.variant = 0 ORDER BY feature.region`

export const EARLIER_FEATURES = 'DELETE FROM feature WHERE kind = ? AND region = ? AND revision < ?'

export const NEXT_KIND = 'SELECT min(kind) AS kind FROM feature WHERE kind > ?'

/** What was computed of crops, by kind, region, revision and variant. */
export function featureReader(sql: Sql) {
  return {
    keptFeatures: (kind: string, region: number, revision: number): number[] =>
      sql.all<{ variant: number }>(KEPT_FEATURES, kind, region, revision).map(({ variant }) => variant),
    features({ kind, region, revision, variant }: FeatureKey): Float32Array | null {
      const row = sql.get<{ halves: Uint8Array }>(FEATURES, kind, region, revision, variant)
      return row ? fromHalves(bytesToHalves(row.halves)) : null
    },
    *featuresOfKind(kind: string): IterableIterator<{ region: number; values: Float32Array }> {
      for (const row of sql.iterate<{ region: number; halves: Uint8Array }>(FEATURES_OF_KIND, kind)) {
        yield { region: row.region, values: fromHalves(bytesToHalves(row.halves)) }
      }
    },
  } satisfies Partial<StudyReader>
}

/** Keeps what was computed of crops, and drops what is of earlier revisions. */
export function featureWriter(session: Session) {
  const { sql } = session
  return {
    saveFeatures: (features: Iterable<NewFeatures>): number =>
      session.change(() => {
        let saved = 0
        for (const { kind, region, revision, variant, values } of features) {
          if (!sql.get('SELECT 1 FROM region WHERE id = ? AND revision = ?', region, revision)) continue
          sql.run(EARLIER_FEATURES, kind, region, revision)
          sql.run(
            'INSERT OR REPLACE INTO feature (kind, region, revision, variant, halves) VALUES (?, ?, ?, ?, ?)',
            kind,
            region,
            revision,
            variant,
            halvesToBytes(toHalves(values)),
          )
          saved += 1
        }
        const told = { action: 'save features', entity: 'features', detail: { saved } }
        return { value: saved, told: saved > 0 ? told : null }
      }),

    removeFeaturesExcept: (kinds: readonly string[]): number =>
      session.change(() => {
        let removed = 0
        for (const kind of keptKinds(sql)) {
          if (!kinds.includes(kind)) removed += sql.run('DELETE FROM feature WHERE kind = ?', kind).changes
        }
        const told = { action: 'remove features', entity: 'features', detail: { removed } }
        return { value: removed, told: removed > 0 ? told : null }
      }),
  } satisfies Partial<StudyWriter>
}

/** From one kind to the next along the index: there are two or three of them among a hundred thousand rows. */
function keptKinds(sql: Sql): string[] {
  const kinds: string[] = []
  for (;;) {
    const next = sql.get<{ kind: string | null }>(NEXT_KIND, kinds.at(-1) ?? '')?.kind
    if (!next) return kinds
    kinds.push(next)
  }
}

/** Little-endian, as `floatsToBytes`. */
function halvesToBytes(halves: Uint16Array): Uint8Array {
  return new Uint8Array(halves.buffer, halves.byteOffset, halves.byteLength)
}

/** A copy where the driver's bytes do not begin at a multiple of two. */
function bytesToHalves(bytes: Uint8Array): Uint16Array {
  const aligned = bytes.byteOffset % 2 === 0 ? bytes : bytes.slice()
  return new Uint16Array(aligned.buffer, aligned.byteOffset, aligned.byteLength / 2)
}
