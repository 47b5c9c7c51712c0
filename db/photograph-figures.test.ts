/** Scores and uncertainties of a whole study at once say what the readers of single photographs say. */
import { expect, it } from 'vitest'
import type { StudyFile } from './study-file'
import { eachStudy } from './testing/each-study'
import { MODEL, SQUARE, photograph, score } from './testing/fixtures'
import type { NewSuggestion } from './writer'

let study: StudyFile
eachStudy((made) => {
  study = made
  for (const n of [1, 2]) study.writer.addPhotograph(photograph(n))
})

/** Of photograph 1, then of photograph 2: malar_soof right and left, jowl right and left. */
const table = (figure: 'score' | 'uncertainty') => [...study.reader.photographFigures(figure).values]
const suggestion = (region: number, low: number | null, high: number | null): NewSuggestion => ({
  region,
  value: low,
  low,
  high,
  level: low === null ? null : 0.9,
  secondOpinion: null,
  neighbours: [],
  because: '',
})

it('photographs are the rows, pads in anatomical order the columns', () => {
  const { photographs, pads, values } = study.reader.photographFigures('score')
  expect([...photographs]).toEqual([1, 2])
  expect(pads.map(({ region, side }) => `${region} ${side}`)).toEqual([
    'malar_soof right',
    'malar_soof left',
    'jowl right',
    'jowl left',
  ])
  expect([...values]).toEqual(Array(8).fill(NaN))
})

it('a score is the mean of the raters’ labels; reasons for none, and repeats, do not count', () => {
  study.writer.addScores([score(1, 2), score(1, 4, { rater: 2 }), score(6, 3), score(3, null)])
  study.writer.addScore(score(1, 1))
  study.writer.addScore(score(6, 4, { presentation: 2 }))
  expect(table('score')).toEqual([2.5, NaN, NaN, NaN, NaN, 3, NaN, NaN])
})

it('an uncertainty is the width of the current model’s latest interval of the present outline', () => {
  const { writer } = study
  const old = writer.addModel(new Float32Array(2), MODEL)
  const model = writer.addModel(new Float32Array(2), MODEL)
  writer.promote(model.id)
  writer.saveSuggestions(old.id, [suggestion(4, 0, 4)])
  writer.saveSuggestions(model.id, [suggestion(1, 1, 3), suggestion(2, null, null), suggestion(5, 1, 2)])
  writer.saveSuggestions(model.id, [suggestion(5, 1, 1.5), suggestion(7, 0, 1)])
  // Somebody tried what it would be without a neighbour.
  const leftOut = { region: 2, photograph: 1, subject: 'S00001', day: 0, side: 'left', score: 1, raters: 1, distance: 0.1, leftOut: true } as const // prettier-ignore
  writer.saveSuggestions(model.id, [{ ...suggestion(1, 0, 4), neighbours: [leftOut] }])
  writer.placeRegion(2, { region: 'jowl', side: 'right', polygon: SQUARE, origin: 'edited', crop: null })
  expect(table('uncertainty')).toEqual([2, NaN, NaN, NaN, 0.5, NaN, NaN, NaN])
})
