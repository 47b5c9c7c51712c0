import { afterEach, expect, it, vi } from 'vitest'
import { Sql } from './driver'
import { asMalarError } from './errors'

afterEach(() => vi.unstubAllEnvs())

it('refuses a runtime on which the driver would abort, with a sentence', () => {
  const versions = process.versions
  Object.defineProperty(process, 'versions', { value: { ...versions, napi: '9' }, configurable: true })
  try {
    expect(() => Sql.open(null)).toThrow(expect.objectContaining({ name: 'MalarError', code: 'sqlite' }))
  } finally {
    Object.defineProperty(process, 'versions', { value: versions, configurable: true })
  }
})

it('takes the binding that the environment names', () => {
  vi.stubEnv('MALAR_SQLITE_BINDING', '/nowhere/better_sqlite3.node')
  expect(() => Sql.open(null)).toThrow(/nowhere/)
})

it('has a sentence for whatever SQLite reports', () => {
  const told = (code: string, doing: 'reading' | 'writing') =>
    asMalarError(Object.assign(new Error('raw'), { code }), doing) as { code: string; message: string }
  const cases = {
    SQLITE_BUSY: 'study-busy',
    SQLITE_BUSY_SNAPSHOT: 'study-busy',
    SQLITE_LOCKED: 'study-busy',
    SQLITE_FULL: 'disk-full',
    SQLITE_READONLY_DBMOVED: 'read-only',
    SQLITE_CORRUPT: 'damaged',
    SQLITE_NOTADB: 'damaged',
    SQLITE_IOERR_FSYNC: 'not-saved',
    SQLITE_CANTOPEN: 'not-saved',
    SQLITE_CONSTRAINT_CHECK: 'refused',
  }
  for (const [raw, code] of Object.entries(cases)) {
    expect(told(raw, 'writing')).toMatchObject({ code, name: 'MalarError' })
    expect(told(raw, 'writing').message).not.toMatch(/SQLITE/)
  }
  expect(told('SQLITE_IOERR_READ', 'reading').code).toBe('not-readable')
  const bug = new TypeError('a bug')
  expect(asMalarError(bug, 'writing')).toBe(bug)
})

it('a loop over rows can be left, and rows can be read inside it', () => {
  const sql = Sql.open(null)
  sql.script('CREATE TABLE t (x INTEGER) STRICT; INSERT INTO t VALUES (1), (2), (3)')
  for (const { x } of sql.iterate<{ x: number }>('SELECT x FROM t ORDER BY x')) {
    expect(sql.get('SELECT count(*) AS n FROM t')).toEqual({ n: 3 })
    if (x === 2) break
  }
  sql.run('DELETE FROM t')
  sql.close()
})
