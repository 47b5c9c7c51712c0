import path from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import type { StudyFile } from '../db/study-file'
import { eachStudy } from '../db/testing/each-study'
import { FIGURES, MODEL, SQUARE, photograph, score } from '../db/testing/fixtures'
import type { ModelFigures } from './domain/records'
import { embedMissing } from './embedding'
import { Suggesting } from './suggesting'
import { FACE, FakeEngine, SEES, gradeOf, labelledStudy } from './testing/studies'

vi.mock('electron', () => ({ BrowserWindow: class {}, MessageChannelMain: class {}, app: {}, session: {} }))

const SUBJECTS = 30

let folder: string
let study: StudyFile
let engine: FakeEngine
let suggesting: Suggesting
eachStudy(
  (made, where) => {
    ;[study, folder] = [made, where]
    engine = new FakeEngine()
    suggesting = new Suggesting(engine.client)
  },
  // The last five subjects have no label.
  (file) => labelledStudy(file, SUBJECTS, 25),
)

/** A model in use, whose held-out errors lie below 0.1 on the unit scale. */
function useModel(subjects = 25, more: Partial<ModelFigures> = {}): number {
  const residuals = Array.from({ length: subjects }, (_, i) => ({
    region: 'malar_soof',
    subject: `S${i}`,
    key: i + 1,
    residual: (i % 10) / 100,
    residualOfMean: 0.3,
  }))
  const errors = [
    { region: 'malar_soof', method: 'model' as const, mae: 0.05, regions: 25, subjects: 25 },
    { region: 'malar_soof', method: 'mean' as const, mae: 0.3, regions: 25, subjects: 25 },
  ]
  const { id } = study.writer.addModel(Float32Array.of(SEES, 1), { ...MODEL, figures: { ...FIGURES, residuals, errors, ...more } }) // prettier-ignore
  study.writer.promote(id)
  return id
}

/** Key of a region of subject n. */
const keyOf = (n: number, region = 'malar_soof', side: 'right' | 'left' = 'right') =>
  study.reader.regionAt(n, region, side)?.id as number

describe('a suggestion', () => {
  it('is none while the study has no model', async () => {
    expect(await suggesting.view(study, keyOf(26), [])).toBeNull()
    await expect(suggesting.suggestAll(study)).rejects.toMatchObject({ code: 'no-model' })
  })

  it('carries value, interval, neighbours and what they are worth, on the scale', async () => {
    const model = useModel()
    const view = await suggesting.view(study, keyOf(28), [])
    const { suggestion, neighbours } = view as NonNullable<typeof view>
    expect(suggestion).toMatchObject({ region: keyOf(28), model, level: 0.9, because: '' })
    expect(suggestion.value).toBeCloseTo(gradeOf(28), 1)
    expect(suggestion.low as number).toBeLessThan(gradeOf(28))
    expect(suggestion.high as number).toBeGreaterThan(gradeOf(28))
    expect(suggestion.secondOpinion).not.toBeNull()
    expect(neighbours).toHaveLength(8)
    expect(neighbours[0]).toMatchObject({ score: gradeOf(28), distance: 0, leftOut: false, raters: 1 })
    // A square of 10 pixels in the middle of its crop, on a face of 120 pixels between the eyes.
    const [near, far] = [1 / 6, 5 / 6]
    expect(neighbours[0]?.eyes).toBe(15 / 120)
    expect(neighbours[0]?.outline?.map((point) => point.map((at) => +at.toFixed(6)))).toEqual(
      [[far, near], [near, near], [near, far], [far, far]].map((point) => point.map((at) => +at.toFixed(6))), // prettier-ignore
    )
    expect(view?.labelledSubjects).toBe(25)
    expect(view?.worth).toEqual({ model: 0.2, mean: 1.2, raterDifference: null })
  })

  it('is drawn towards the mean of the pad as far as its model was found to spread', async () => {
    useModel(25, { levelShare: 0.5 })
    // Five grades of five subjects each: their mean is 2.
    const view = await suggesting.view(study, keyOf(29), [])
    expect(view?.suggestion.value).toBeCloseTo(2 + 0.5 * (gradeOf(29) - 2), 1)
  })

  it('tells what the right side has more than the left, and how sure that is', async () => {
    const differences = Array.from({ length: 25 }, (_, i) => ({
      region: 'malar_soof',
      subject: `S${i}`,
      read: 0.1,
      label: 0.1 + (i % 10) / 100,
    }))
    const { id } = study.writer.addModel(Float32Array.of(SEES, 1), { ...MODEL, figures: { ...FIGURES, differences } }) // prettier-ignore
    study.writer.promote(id)
    const asymmetry = (await suggesting.view(study, keyOf(28), []))?.asymmetry
    // Both sides look the same here.
    expect(asymmetry?.difference).toBeCloseTo(0, 6)
    expect(asymmetry?.high).toBeCloseTo(4 * 0.08, 1)
    expect(asymmetry?.low).toBeCloseTo(-4 * 0.08, 1)
  })

  it('tells no asymmetry where only one side is seen, and no interval where none is known', async () => {
    useModel()
    expect((await suggesting.view(study, keyOf(28), []))?.asymmetry).toEqual({ difference: 0, low: null, high: null }) // prettier-ignore
    const added = study.writer.addPhotograph({
      ...photograph(98, { landmarks: FACE }),
      regions: [{ region: 'malar_soof', side: 'right', polygon: SQUARE, origin: 'drawn', crop: Buffer.from('{"grade":4,"n":30}') }], // prettier-ignore
    })
    const key = study.reader.regionAt(added.id, 'malar_soof', 'right')?.id as number
    expect((await suggesting.view(study, key, []))?.asymmetry).toBeNull()
  })

  it('never has a neighbour of the same subject, nor two of one', async () => {
    useModel()
    for (const n of [3, 28]) {
      const view = await suggesting.view(study, keyOf(n), [])
      const subjects = view?.neighbours.map(({ subject }) => subject) ?? []
      expect(subjects).toHaveLength(8)
      expect(subjects).not.toContain(`S0000${n}`)
      expect(new Set(subjects).size).toBe(8)
    }
    // A labelled subject's own score is not among those behind it.
    expect((await suggesting.view(study, keyOf(3), []))?.labelledSubjects).toBe(24)
  })

  it('is stored, so that a score can name it, and once only', async () => {
    const model = useModel()
    const first = await suggesting.view(study, keyOf(28), [])
    const again = await suggesting.view(study, keyOf(28), [])
    expect(again?.suggestion.id).toBe(first?.suggestion.id)
    expect(study.reader.suggestion(keyOf(28), model)).toEqual(first?.suggestion)
  })

  it('counts a neighbour that was left out no more, and still shows it', async () => {
    useModel()
    const before = await suggesting.view(study, keyOf(28), [])
    const nearest = before?.neighbours.slice(0, 5).map(({ region }) => region) as number[]
    const after = await suggesting.view(study, keyOf(28), nearest)
    expect(after?.neighbours.filter(({ leftOut }) => leftOut).map(({ region }) => region)).toEqual(nearest)
    expect(after?.suggestion.id).not.toBe(before?.suggestion.id)
    expect(after?.suggestion.value).not.toBe(before?.suggestion.value)
  })

  it('has no interval while too few subjects were held out, and says so', async () => {
    useModel(19)
    const view = await suggesting.view(study, keyOf(28), [])
    expect(view?.suggestion).toMatchObject({ low: null, high: null, level: null })
    expect(view?.suggestion.because).toContain('needs 20 labelled subjects')
  })

  it('is unknown, not guessed, where too few subjects have a label', async () => {
    study = labelledStudy(path.join(folder, 'few.malar'), 5, 2)
    useModel()
    const view = await suggesting.view(study, keyOf(4), [])
    expect(view?.suggestion).toMatchObject({ value: null, low: null, high: null })
    expect(view?.suggestion.because).toContain('does not know')
    study.close()
  })

  it('takes in scores that were given since', async () => {
    useModel()
    await suggesting.view(study, keyOf(28), [])
    study.writer.addScore(score(keyOf(29), 4))
    suggesting.noteNewScores()
    vi.useFakeTimers({ now: Date.now() + 60_000, toFake: ['Date'] })
    const view = await suggesting.view(study, keyOf(28), [])
    vi.useRealTimers()
    expect(view?.labelledSubjects).toBe(26)
  })

  it('of a region that has no embedding yet is made by the engine, once', async () => {
    useModel()
    await suggesting.view(study, keyOf(28), [])
    const embeds = () => engine.asked.filter((name) => name === 'embed').length
    expect(embeds()).toBe(1)
    const added = study.writer.addPhotograph({
      ...photograph(99, { landmarks: FACE }),
      regions: [{ region: 'malar_soof', side: 'right', polygon: SQUARE, origin: 'drawn', crop: Buffer.from('{"grade":4,"n":99}') }], // prettier-ignore
    })
    const view = await suggesting.view(study, keyOf(added.id), [])
    expect(view?.suggestion.value).toBeCloseTo(4, 0)
    await suggesting.view(study, keyOf(added.id), [])
    expect(embeds()).toBe(2)
    expect(engine.held.size).toBe(0)
  })

  it('of such a region waits for a training, whose crops the engine holds', async () => {
    useModel()
    suggesting.mayEmbed = false
    await expect(suggesting.view(study, keyOf(28), [])).rejects.toMatchObject({ code: 'busy' })
    expect(engine.asked).toEqual([])
    suggesting.mayEmbed = true
    await suggesting.view(study, keyOf(28), [])
    suggesting.mayEmbed = false
    expect(await suggesting.view(study, keyOf(28), [])).not.toBeNull()
  })

  it('follows the region that was moved once it was told to forget', async () => {
    const model = useModel()
    await suggesting.view(study, keyOf(28), [])
    const moved = { region: 'malar_soof', side: 'right', polygon: SQUARE, origin: 'edited' } as const
    study.writer.placeRegion(28, { ...moved, crop: Buffer.from('{"grade":0,"n":28}') })
    suggesting.forget()
    expect((await suggesting.view(study, keyOf(28), []))?.suggestion.value).toBeCloseTo(0, 0)
    expect([...study.reader.embeddings(model)]).toHaveLength(SUBJECTS * 4)
  })
})

describe('a photograph unlike all that were scored', () => {
  const odd = (n: number) => Buffer.from(JSON.stringify({ grade: gradeOf(n), n, odd: 9 }))
  const added = (subject: string, crop: Buffer) =>
    study.writer.addPhotograph({
      ...photograph(99, { landmarks: FACE }),
      subject,
      regions: [{ region: 'malar_soof', side: 'right', polygon: SQUARE, origin: 'drawn', crop }],
    }).id

  it('is not known, and says why', async () => {
    useModel()
    const id = added('S00099', odd(28))
    const key = study.reader.regionAt(id, 'malar_soof', 'right')?.id as number
    const suggestion = (await suggesting.view(study, key, []))?.suggestion
    expect(suggestion).toMatchObject({ value: null, low: null, high: null, neighbours: [] })
    expect(suggestion?.because).toContain('unlike all those that were scored')
    expect((await suggesting.suggestAll(study)).unknown).toBe(1)
  })

  it('leaves the other photographs of its visit alone', async () => {
    useModel()
    const before = (await suggesting.view(study, keyOf(28), []))?.suggestion.value
    added('S00028', odd(28))
    suggesting.forget()
    expect((await suggesting.view(study, keyOf(28), []))?.suggestion.value).toBe(before)
  })

  it('teaches all the same once it has a score', async () => {
    useModel()
    const id = added('S00099', odd(28))
    const key = study.reader.regionAt(id, 'malar_soof', 'right')?.id as number
    study.writer.addScore(score(key, 2))
    const view = await suggesting.view(study, key, [])
    expect(view?.suggestion.value).not.toBeNull()
  })
})

describe('the suggestions of a whole study', () => {
  it('are one for every region, and the same again when nothing changed', async () => {
    const model = useModel()
    const steps: number[] = []
    const made = await suggesting.suggestAll(study, (done) => steps.push(done))
    expect(made).toEqual({ model: 'm1-abababab', suggestions: 120, withInterval: 60, unknown: 0 })
    expect(steps.at(-1)).toBe(120)
    const first = study.reader.suggestions(model)
    expect(first).toHaveLength(120)
    await suggesting.suggestAll(study)
    expect(study.reader.suggestions(model)).toEqual(first)
  })

  it('name neighbours that nobody left out and none of the same subject', async () => {
    const model = useModel()
    await suggesting.suggestAll(study)
    for (const suggestion of study.reader.suggestions(model)) {
      const { photograph } = study.reader.region(suggestion.region)
      const own = study.reader.photograph(photograph).subject
      expect(suggestion.neighbours.some(({ subject, leftOut }) => leftOut || subject === own)).toBe(false)
    }
  })

  it('give way, and leave out what is moved meanwhile', async () => {
    const model = useModel()
    await embedMissing(study, engine.client, study.reader.model(model))
    let now = Date.now()
    const clock = vi.spyOn(Date, 'now').mockImplementation(() => (now += 50))
    let turns = 0
    const others = setInterval(() => turns++)
    setImmediate(() => study.writer.placeRegion(28, { region: 'malar_soof', side: 'right', polygon: SQUARE, origin: 'edited', crop: Buffer.from('{"grade":0,"n":28}') })) // prettier-ignore
    expect(await suggesting.suggestAll(study)).toMatchObject({ suggestions: 119 })
    clock.mockRestore()
    clearInterval(others)
    expect(turns).toBeGreaterThan(0)
    expect(study.reader.suggestions(model)).toHaveLength(119)
  })

  it('end where they are cancelled', async () => {
    useModel()
    const quiet = (): void => undefined
    expect(await suggesting.suggestAll(study, quiet, () => true)).toMatchObject({ suggestions: 0 })
  })

  it('fail as the engine fails, and leave what was stored', async () => {
    const model = useModel()
    await embedMissing(study, engine.client, study.reader.model(model))
    study.writer.placeRegion(28, { region: 'malar_soof', side: 'right', polygon: SQUARE, origin: 'edited', crop: Buffer.from('{"grade":0,"n":28}') }) // prettier-ignore
    engine.answers.embed = () => {
      throw Object.assign(new Error('The engine ended.'), { code: 'engine' })
    }
    await expect(suggesting.suggestAll(study)).rejects.toThrow('The engine ended.')
    expect(study.reader.suggestions(model)).toEqual([])
    expect([...study.reader.embeddings(model)]).toHaveLength(SUBJECTS * 4 - 1)
  })
})
