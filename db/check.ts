/** Whether a study is whole: what SQLite can tell, and what it cannot. */
import { MalarError } from '../electron/domain/words'
import { auditHash, checkAudit } from './audit'
import type { Sql } from './driver'
import { sha256 } from './hashing'
import type { CheckFindings } from './reader'
import { ScoreDigest } from './score-digest'
import { asScore, type StoredScore } from './scores-read'

/** More findings than a person reads say nothing more. */
const MOST = 100

/** Looks at everything: structure, hashes of photographs, pictures, scores and the audit trail. Slow on purpose. */
export function checkStudy(sql: Sql): CheckFindings {
  const findings: string[] = []
  const steps: ((sql: Sql) => Iterable<string>)[] = [integrity, foreignKeys, blobs, trail]
  for (const step of steps) {
    try {
      for (const finding of step(sql)) if (findings.length < MOST) findings.push(finding)
    } catch (error) {
      // A page that cannot be read ends this step, not the check.
      if (!(error instanceof MalarError)) throw error
      findings.push(error.message)
    }
  }
  const count = (table: string): number => {
    try {
      return (sql.get<{ n: number }>(`SELECT count(*) AS n FROM ${table}`) as { n: number }).n
    } catch {
      return 0
    }
  }
  return {
    ok: findings.length === 0,
    findings: [...new Set(findings)],
    photographs: count('photograph'),
    scores: count('score'),
    audit: count('audit'),
    auditHash: lastHash(sql),
  }
}

function lastHash(sql: Sql): string {
  try {
    return auditHash(sql)
  } catch {
    return ''
  }
}

function* integrity(sql: Sql): Iterable<string> {
  for (const { integrity_check: found } of sql.pragmaRows<{ integrity_check: string }>('integrity_check')) {
    if (found !== 'ok') yield `The file is damaged: ${found}`
  }
}

function* foreignKeys(sql: Sql): Iterable<string> {
  for (const { table, rowid, parent } of sql.pragmaRows<{ table: string; rowid: number; parent: string }>(
    'foreign_key_check',
  )) {
    yield `The ${table} ${rowid ?? ''} belongs to a ${parent} that is missing.`
  }
}

/** Every stored image and every model's weights against their SHA-256. */
function* blobs(sql: Sql): Iterable<string> {
  const tables = [
    { table: 'photograph_bytes', key: 'photograph', bytes: 'bytes', name: 'Photograph' },
    { table: 'thumbnail', key: 'photograph', bytes: 'bytes', name: 'The thumbnail of photograph' },
    { table: 'exemplar', key: 'id', bytes: 'jpeg', name: 'The picture of exemplar' },
    { table: 'model_weights', key: 'model', bytes: 'bytes', name: 'The weights of model' },
  ]
  for (const { table, key, bytes, name } of tables) {
    const rows = `SELECT ${key} AS key, sha256, ${bytes} AS bytes FROM ${table} ORDER BY ${key}`
    for (const row of sql.iterate<{ key: number; sha256: string; bytes: Uint8Array }>(rows)) {
      if (sha256(row.bytes) !== row.sha256) yield `${name} ${row.key} is damaged: it is not what was stored.`
    }
  }
  const bare = `SELECT id FROM photograph WHERE id NOT IN (SELECT photograph FROM photograph_bytes)`
  for (const { id } of sql.all<{ id: number }>(bare)) yield `Photograph ${id} has lost its image.`
}

interface ScoreTelling {
  first: number
  last: number
  count: number
  sha256: string
}

/** The chain itself, then what it says of scores and photographs against what the tables hold. */
function* trail(sql: Sql): Iterable<string> {
  const scores: ScoreTelling[] = []
  const stored = new Map<string, string>()
  yield* checkAudit(sql, ({ action, entity, detail }) => {
    if (action === 'score') scores.push(JSON.parse(detail) as ScoreTelling)
    if (action === 'add photograph') stored.set(entity, (JSON.parse(detail) as { stored: string }).stored)
  })
  yield* scoresAsTold(sql, scores)
  for (const row of sql.all<{ photograph: number; sha256: string }>(
    'SELECT photograph, sha256 FROM photograph_bytes',
  )) {
    if (stored.get(`photograph ${row.photograph}`) !== row.sha256) {
      yield `Photograph ${row.photograph} is not the one that the audit trail tells of.`
    }
  }
}

function* scoresAsTold(sql: Sql, tellings: readonly ScoreTelling[]): Iterable<string> {
  let told = 0
  for (const { first, last, count, sha256: expected } of tellings) {
    const digest = new ScoreDigest()
    const rows = sql.iterate<StoredScore>(
      'SELECT * FROM score WHERE id BETWEEN ? AND ? ORDER BY id',
      first,
      last,
    )
    for (const row of rows) digest.add(asScore(row))
    if (digest.told().sha256 !== expected) {
      const which = first === last ? `Score ${first} was` : `One of the scores ${first} to ${last} was`
      yield `${which} changed outside Malar: the audit trail tells otherwise.`
    }
    told += count
  }
  const { held } = sql.get<{ held: number }>('SELECT count(*) AS held FROM score') as { held: number }
  if (held !== told) yield `The study holds ${held} scores, but the audit trail tells of ${told}.`
}
