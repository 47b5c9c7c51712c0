import { afterEach, expect, it, vi } from 'vitest'
import { Sql, whenSlow } from './driver'
import { asMalarError } from './errors'

afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

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

it('names a statement that was slow, also one that failed, and no other', () => {
  const told: [string, number][] = []
  whenSlow((text, milliseconds) => told.push([text, milliseconds]))
  const sql = Sql.open(null)
  sql.script('CREATE TABLE t (x INTEGER NOT NULL) STRICT')
  let now = 0
  let takes = 0
  vi.spyOn(performance, 'now').mockImplementation(() => (now += takes))
  for (takes of [39, 40, 41]) sql.run('INSERT INTO t VALUES (?)', takes)
  takes = 90
  expect(() => sql.run('INSERT INTO t VALUES (?)', null)).toThrow()
  sql.all('SELECT x FROM t')
  expect(told).toEqual([
    ['INSERT INTO t VALUES (?)', 41],
    ['INSERT INTO t VALUES (?)', 90],
    ['SELECT x FROM t', 90],
  ])
  whenSlow(() => undefined)
  sql.close()
})
