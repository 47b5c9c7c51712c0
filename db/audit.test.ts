import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Sql } from './driver'
import { openStudy } from './study'
import { FIGURES, MODEL, newStudy, photograph, score, temporaryFolder } from './testing/fixtures'

let folder: string
let file: string
beforeEach(() => {
  folder = temporaryFolder()
  file = path.join(folder, 'pilot.malar')
  const study = newStudy(file, { who: 'desk' })
  study.writer.addPhotograph(photograph(1))
  study.writer.addScore(score(1, 2))
  study.writer.addScore(score(1, 3))
  study.writer.addScores([score(2, 1), score(3, 4, { rater: 2 })])
  study.close()
})
afterEach(() => fs.rmSync(folder, { recursive: true }))

/** Changes a closed study behind Malar's back; triggers are put aside and back. */
function forge(change: string): void {
  const sql = Sql.open(file)
  sql.pragma('foreign_keys = OFF')
  const triggers = sql.all<{ name: string; sql: string }>(
    `SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'`,
  )
  for (const { name } of triggers) sql.script(`DROP TRIGGER ${name}`)
  sql.script(change)
  for (const trigger of triggers) sql.script(trigger.sql)
  sql.close()
}

function findings(): string[] {
  const study = openStudy(file)
  const { findings } = study.reader.check()
  study.close()
  return findings
}

it('tells who did what and when, and names the rater of a score', () => {
  const study = openStudy(file)
  const entries = study.reader.auditEntries()
  expect(entries.map(({ seq, who, action, entity }) => [seq, who, action, entity])).toEqual([
    [1, 'desk', 'create study', 'study'],
    [2, 'desk', 'add photograph', 'photograph 1'],
    [3, 'anna', 'score', 'score 1'],
    [4, 'anna', 'score', 'score 2'],
    [5, 'desk', 'score', 'scores'],
  ])
  expect(JSON.parse(entries[3]?.detail ?? '')).toMatchObject({ value: 3, before: 2 })
  expect(entries[4]).toMatchObject({ behind: 0, appVersion: '0.1.0-test', hash: study.reader.auditHash() })
  expect(entries[0]?.at).toBe('2026-01-01T00:00:01.000Z')
  study.close()
})

it('a clock that went back is written down', () => {
  const study = openStudy(file, { clock: () => new Date('2025-12-31T23:00:00.000Z') })
  study.writer.addRater('carl')
  const last = study.reader.auditEntries(6)[0]
  expect(last).toMatchObject({ at: '2025-12-31T23:00:00.000Z', behind: 3_605_000 })
  expect(study.reader.check().ok).toBe(true)
  study.close()
})

it('every kind of change has its entry, and a change that failed has none', () => {
  const study = openStudy(file)
  const { writer, reader } = study
  const before = reader.auditEntries().length
  writer.addRater('carl')
  writer.changePhotograph(1, { subject: 'S2', day: 30, view: 'frontal', mirrored: false })
  const bare = { landmarks: null, interOcular: null, quality: null, regions: [] }
  const { id } = writer.addPhotograph(photograph(9, bare))
  writer.addFace(id, { ...bare, quality: { faces: 0, exposure: null, face: null } })
  const polygon = [[0, 0], [9, 0], [9, 9]] as const // prettier-ignore
  writer.placeRegion(1, { region: 'jowl', side: 'right', polygon, origin: 'edited', crop: null })
  writer.placeRegion(1, { region: 'jowl', side: 'midline', polygon, origin: 'drawn', crop: null })
  writer.copyRegion(1, { region: 'jowl', side: 'left', polygon, origin: 'edited', crop: null })
  writer.checkRegion(4)
  writer.checkRegion(4)
  for (let i = 0; i < 2; i++) writer.undoEdit(reader.lastEdit()?.seq ?? 0, null)
  for (let i = 0; i < 2; i++) writer.redoEdit(reader.nextEdit()?.seq ?? 0, null)
  writer.resetRegion(3, polygon, Buffer.from('crop'))
  writer.addRound({ rater: 1, mode: 'blind', name: 'one', seed: 1, order: [{ regions: [1, 2] }] })
  const model = writer.addModel(new Float32Array([1, 2]), { ...MODEL, figures: FIGURES })
  writer.promote(model.id)
  writer.saveEmbeddings(model.id, [{ region: 1, revision: 1, vector: new Float32Array([1]) }])
  writer.saveFeatures([{ kind: 'hog-1', region: 1, revision: 1, variant: 0, values: new Float32Array([1]) }])
  writer.removeFeaturesExcept([])
  const told = reader.auditEntries(before + 1)
  expect(told.map((entry) => entry.action)).toEqual([
    'add rater', 'change photograph', 'add photograph', 'look for face', 'place region', 'add region', 'copy region', 'check region',
    'undo region', 'take region away', 'bring region back', 'redo region', 'reset region', 'add round', 'add model',
    'promote model', 'save embeddings', 'save features', 'remove features',
  ]) // prettier-ignore
  expect(() => writer.addRater('carl')).toThrow(/already/)
  expect(() => writer.addScore(score(1, 9))).toThrow(/between 0 and 4/)
  expect(reader.auditEntries()).toHaveLength(before + told.length)
  expect(reader.check()).toMatchObject({ ok: true, audit: before + told.length })
  study.close()
})

const forgeries: Record<string, [string, RegExp]> = {
  'an entry changed by one letter': [`UPDATE audit SET who = 'Anna' WHERE seq = 3`, /Entry 3 .* changed/],
  'an entry taken out': ['DELETE FROM audit WHERE seq = 3', /Entry 3 .* missing/],
  'the last entry taken out': ['DELETE FROM audit WHERE seq = 5', /4 scores, but the audit trail tells of 2/],
  'a score changed': ['UPDATE score SET value = 4 WHERE id = 1', /Score 1 was changed/],
  'a score whose picture is said to have been altered': [
    'UPDATE score SET altered = 1 WHERE id = 1',
    /Score 1 was changed/,
  ],
  'a score with another origin': [`UPDATE score SET origin = 'strip' WHERE id = 2`, /Score 2 was changed/],
  'a score said to be imported': [`UPDATE score SET origin = 'imported' WHERE id = 2`, /Score 2 was changed/],
  'a reason slipped in': [`UPDATE score SET change_reason = 'x' WHERE id = 3`, /One of the scores 3 to 4/],
  'a score of many changed': ['UPDATE score SET value = 0 WHERE id = 4', /One of the scores 3 to 4/],
  'a score taken out': ['DELETE FROM score WHERE id = 4', /One of the scores 3 to 4/],
  'a score slipped in': [
    `INSERT INTO score (region, rater, presentation, scale_version, value, note, suggestion_seen, scored_at)
     VALUES (4, 1, 1, 1, 2, '', 'no', '')`,
    /5 scores, but the audit trail tells of 4/,
  ],
  'a photograph changed': [`UPDATE photograph_bytes SET bytes = x'00'`, /Photograph 1 is damaged/],
  'a photograph changed with its hash': [
    `UPDATE photograph_bytes SET bytes = x'00', sha256 = '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'`,
    /not the one that the audit trail tells of/,
  ],
  'a thumbnail changed': [`UPDATE thumbnail SET bytes = x'00'`, /thumbnail of photograph 1 is damaged/],
  'a region without photograph': [
    'UPDATE region SET photograph = 99 WHERE id = 1',
    /belongs to a photograph that is missing/,
  ],
}
for (const [name, [sql, sentence]] of Object.entries(forgeries)) {
  it(`the check finds ${name}`, () => {
    expect(findings()).toEqual([])
    forge(sql)
    expect(findings().join('\n')).toMatch(sentence)
  })
}

it('scores, suggestions, scales and the trail itself cannot be changed or deleted', () => {
  const study = openStudy(file)
  const model = study.writer.addModel(new Float32Array([1]), MODEL)
  const because = 'too few'
  study.writer.saveSuggestions(model.id, [
    {
      region: 1,
      value: null,
      low: null,
      high: null,
      level: null,
      secondOpinion: null,
      neighbours: [],
      because,
    },
  ])
  study.close()
  const sql = Sql.open(file)
  for (const [table, column] of [
    ['score', 'note'],
    ['suggestion', 'because'],
    ['scale', 'kind'],
    ['audit', 'who'],
  ]) {
    expect(() => sql.run(`UPDATE ${table} SET ${column} = ${column}`), table).toThrow(/never changed/)
    expect(() => sql.run(`DELETE FROM ${table}`), table).toThrow(/never deleted/)
  }
  expect(() => sql.run('UPDATE model SET seed = 1')).toThrow(/only promoted/)
  sql.close()
})
