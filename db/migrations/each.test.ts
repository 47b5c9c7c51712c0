import { expect, it } from 'vitest'
import { CROPS, SCHEMA_2_DATA, opened } from '../testing/old-studies'
import { MIGRATIONS, NEWEST } from '.'

it('3 → 4: a model of before is one head that has seen every subject', () => {
  opened(3, SCHEMA_2_DATA, ({ reader }) => {
    expect(reader.currentModel()).toMatchObject({ id: 1, depth: 'head', networks: 1, folds: [], steps: 400 })
    expect(reader.models()).toHaveLength(1)
  })
})

it('5 → 6: exemplars can be chosen from a study of before; its scale stays as it was', () => {
  opened(5, CROPS, ({ reader, writer }) => {
    expect(reader.exemplars()).toEqual([])
    expect(reader.info()).toMatchObject({ scaleVersion: 1 })
    expect(writer.setExemplar(1, 3)).toMatchObject({ key: 1, value: 3, subject: 'S1' })
  })
})

it('6 → 7: pairs can be answered in a study of before, beside the exemplars that it has', () => {
  const before = `${CROPS}
INSERT INTO exemplar VALUES (1, 1, 3, 1, 3, '${'c'.repeat(64)}', x'01', '2026-01-06T00:00:00.000Z');
INSERT INTO subject VALUES (2, 'S2', '2026-01-01T00:00:00.000Z');
INSERT INTO photograph VALUES (2, '${'b'.repeat(64)}', 2, 0, 'frontal', 0, 640, 480, 120, '[]', '2026-01-01T00:00:00.000Z');
INSERT INTO region VALUES (3, 2, 'malar_soof', 'right', '[[0,0],[1,0],[1,1]]', 'atlas', 1);`
  opened(6, before, ({ reader, writer }) => {
    expect(reader.exemplars()).toMatchObject([{ id: 1, key: 1, value: 3 }])
    const given = { rater: 1, region: 3, exemplar: 1, outcome: 'less' as const, seconds: 1 }
    expect(writer.addComparison(given)).toBe(1)
  })
})

it('7 → 8: of photographs of before nothing is measured, and nothing is flagged for it', () => {
  opened(7, '', ({ reader }) => expect(reader.photograph(1)).toMatchObject({ quality: null, flags: [] }))
})

it.each(MIGRATIONS.map(({ version }) => version).filter((version) => version < NEWEST))(
  'a study of schema %i opens with every score, and is then of the newest schema',
  (version) => {
    opened(version, '', ({ reader }) => {
      expect(reader.counts()).toMatchObject({ subjects: 1, photographs: 1, regions: 2, scores: 3, scored: 2 })
      expect(reader.currentScore(1, 1, 1)).toMatchObject({ id: 2, value: 3, note: 'again', supersedes: 1 })
    })
  },
)
