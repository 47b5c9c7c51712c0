import { readFileSync } from 'node:fs'
import jpeg from 'jpeg-js'
import { expect, test } from 'vitest'
import type { Atlas } from '../domain/atlas'
import { createFaceModel, synthesizeCohort } from './cohort'

const model = createFaceModel(
  readFileSync('assets/atlas/canonical_face_model.obj', 'utf8'),
  JSON.parse(readFileSync('assets/atlas/fat-pad-atlas.json', 'utf8')) as Atlas,
)
const options = { subjects: 2, visits: [0, 90], size: 128, seed: 1 }
const photographs = [...synthesizeCohort(model, options)]

test('every subject is photographed at every visit', () => {
  expect(photographs.map(({ file }) => file)).toEqual([
    'S-001-day0.jpg',
    'S-001-day90.jpg',
    'S-002-day0.jpg',
    'S-002-day90.jpg',
  ])
  expect(photographs[3]).toMatchObject({ subject: 'S-002', day: 90, view: 'frontal' })
  expect(new Set(photographs.map(({ truth }) => JSON.stringify(truth))).size).toBe(4)
})

test('the same options give the same bytes, another seed others', () => {
  expect([...synthesizeCohort(model, options)]).toEqual(photographs)
  const [other] = synthesizeCohort(model, { ...options, seed: 2 })
  expect(other.jpeg).not.toEqual(photographs[0].jpeg)
  expect(other.truth).not.toEqual(photographs[0].truth)
})

test('adding subjects and visits leaves those that were there', () => {
  const larger = [...synthesizeCohort(model, { ...options, subjects: 3, visits: [0, 90, 180] })]
  const kept = larger.filter(({ subject, day }) => subject !== 'S-003' && day !== 180)
  expect(kept).toEqual(photographs)
})

test('photographs decode to a picture of their size that holds no metadata', () => {
  for (const photograph of photographs) {
    const { width, height, data } = jpeg.decode(photograph.jpeg, { useTArray: true })
    expect([width, height]).toEqual([128, 128])
    expect(new Set(data).size).toBeGreaterThan(50)
    expect(Buffer.from(photograph.jpeg).includes('Exif')).toBe(false)
  }
})

test('photographs come one at a time', () => {
  const endless = synthesizeCohort(model, { ...options, subjects: 1_000_000 })
  expect(endless.next().value).toEqual(photographs[0])
})

test.each([
  { ...options, subjects: 0 },
  { ...options, visits: [] },
  { ...options, visits: [0, 90, 90] },
  { ...options, visits: [0.5] },
  { ...options, size: 10 },
])('options that make no sense are refused at once: %j', (wrong) => {
  expect(() => synthesizeCohort(model, wrong)).toThrow(RangeError)
})
