import { flagOfSentence, flagsOf, type Flag, type PhotographQuality } from '../electron/domain/quality'
import type { Landmarks } from '../electron/domain/records'
import type { Point, View } from '../electron/domain/words'
import type { Sql, SqlValue } from './driver'
import { notFound } from './errors'
import { requireIntact } from './hashing'
import type { PhotographSummary, StoredImage, StudyReader } from './reader'
import { NOT_PRACTICE } from './scores-read'

interface PhotographRow {
  id: number
  sha256: string
  subject: string
  day: number
  view: View
  mirrored: number
  width: number
  height: number
  inter_ocular: number | null
  /** Sentences of before quality was measured; afterwards flags come from what was measured. */
  flags: string
  quality: string
  added_at: string
  regions: number
  scored: number
}

/** Every photograph with its counts, in one query that reads nothing but indexes and the small table. */
const PHOTOGRAPHS = `
SELECT photograph.id, photograph.sha256, subject.name AS subject, day, view, mirrored, width, height, inter_ocular,
  flags, quality, added_at,
  (SELECT count(*) FROM region WHERE photograph = photograph.id) AS regions,
  (SELECT count(*) FROM region WHERE photograph = photograph.id
    AND EXISTS (SELECT 1 FROM score WHERE score.region = region.id AND ${NOT_PRACTICE})) AS scored
FROM photograph JOIN subject ON subject.id = photograph.subject`

export const PHOTOGRAPHS_IN_ORDER = `${PHOTOGRAPHS} ORDER BY subject.name, day, photograph.id`

const AWAITS_FACE = `
SELECT 1 FROM photograph WHERE id = ? AND quality = '{}' AND inter_ocular IS NULL
  AND NOT EXISTS (SELECT 1 FROM region WHERE photograph = photograph.id)
  AND NOT EXISTS (SELECT 1 FROM region_edit WHERE photograph = photograph.id)`

/** Photographs and what belongs to each; lists never read their bytes. */
export function photographReader(sql: Sql) {
  const find = (condition: string, value: SqlValue): PhotographSummary | null => {
    const row = sql.get<PhotographRow>(`${PHOTOGRAPHS} WHERE ${condition}`, value)
    return row ? asPhotograph(row) : null
  }
  return {
    photographs: () => sql.all<PhotographRow>(PHOTOGRAPHS_IN_ORDER).map(asPhotograph),
    photograph(id: number): PhotographSummary {
      const found = find('photograph.id = ?', id)
      if (!found) throw notFound('photograph', id)
      return found
    },
    photographBySha: (sha256: string) => find('photograph.sha256 = ?', sha256),
    awaitsFace: (id: number) => sql.get(AWAITS_FACE, id) !== undefined,
    photographBytes(id: number): StoredImage {
      const row = sql.get<{ mime: string; sha256: string; bytes: Uint8Array }>(
        'SELECT mime, sha256, bytes FROM photograph_bytes WHERE photograph = ?',
        id,
      )
      if (!row) throw notFound('photograph', id)
      return { mime: row.mime, bytes: requireIntact(`photograph ${id}`, row.bytes, row.sha256) }
    },
    thumbnail(id: number): StoredImage {
      const row = sql.get<{ sha256: string; bytes: Uint8Array }>(
        'SELECT sha256, bytes FROM thumbnail WHERE photograph = ?',
        id,
      )
      if (!row) throw notFound('photograph', id)
      return {
        mime: 'image/jpeg',
        bytes: requireIntact(`thumbnail of photograph ${id}`, row.bytes, row.sha256),
      }
    },
    landmarks(id: number): Landmarks | null {
      const row = sql.get<{ confidence: number; points: string }>(
        'SELECT confidence, points FROM landmarks WHERE photograph = ?',
        id,
      )
      return row ? { confidence: row.confidence, points: JSON.parse(row.points) as Point[] } : null
    },
  } satisfies Partial<StudyReader>
}

function asPhotograph(row: PhotographRow): PhotographSummary {
  const { id, sha256, subject, day, view, width, height, regions, scored } = row
  const mirrored = row.mirrored === 1
  const quality = row.quality === '{}' ? null : (JSON.parse(row.quality) as PhotographQuality)
  return {
    id,
    sha256,
    subject,
    day,
    view,
    mirrored,
    width,
    height,
    hasFace: row.inter_ocular !== null,
    interOcular: row.inter_ocular,
    flags: quality ? flagsOf(quality, { view, mirrored }) : storedFlags(row.flags),
    quality,
    addedAt: row.added_at,
    regions,
    scored,
  }
}

function storedFlags(sentences: string): Flag[] {
  return (JSON.parse(sentences) as string[]).map(flagOfSentence)
}
