import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Atlas } from '../domain/atlas'
import { createFaceModel } from './model'
import { PAD_SIDES } from './pads'
import { createRandom } from './random'
import { drawScores } from './scores'
import { createSubject } from './subject'

const model = createFaceModel(
  readFileSync('assets/atlas/canonical_face_model.obj', 'utf8'),
  JSON.parse(readFileSync('assets/atlas/fat-pad-atlas.json', 'utf8')) as Atlas,
)
const regions = [...new Set(model.pads.map((pad) => pad.region))]

function standardDeviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1))
}

test('the same seed gives the same subject, another seed another', () => {
  const [once, again, other] = [createSubject(model, 5), createSubject(model, 5), createSubject(model, 6)]
  expect(again).toEqual(once)
  expect(other.visits[0].scores).not.toEqual(once.visits[0].scores)
  expect(other.texture).not.toEqual(once.texture)
})

test('a subject has a score in 0–1 for ten regions on both sides at every visit', () => {
  const subject = createSubject(model, 3, { visits: 3 })
  expect(subject.visits).toHaveLength(3)
  for (const { scores } of subject.visits) {
    expect(Object.keys(scores)).toEqual(regions)
    expect(regions).toHaveLength(10)
  }
})

test('scores over many subjects are spread as declared', () => {
  const levels: number[] = []
  const differences: number[] = []
  const levelDrifts: number[] = []
  const differenceDrifts: number[] = []
  for (let seed = 0; seed < 600; seed++) {
    const [first, second] = drawScores(regions, 2, createRandom(seed * 7919 + 13), createRandom(seed + 1e6))
    for (const region of regions) {
      const [before, after] = [first[region], second[region]]
      for (const value of [before.right, before.left, after.right, after.left]) {
        expect(value).toBeGreaterThanOrEqual(0)
        expect(value).toBeLessThanOrEqual(1)
      }
      const level = (before.right + before.left) / 2
      levels.push(level)
      // Away from the ends, where clipping takes part of the drift.
      if (Math.abs(level - 0.5) > 0.25) continue
      differences.push(before.right - before.left)
      levelDrifts.push((after.right + after.left) / 2 - level)
      differenceDrifts.push(after.right - after.left - before.right + before.left)
    }
  }
  expect(levels.reduce((sum, level) => sum + level, 0) / levels.length).toBeCloseTo(0.5, 1)
  expect(standardDeviation(levels)).toBeGreaterThan(0.23)
  // .07 · √(.85 + .15 · 2.5²) = .094
  expect(standardDeviation(differences)).toBeCloseTo(0.094, 1.9)
  // .06 · √(.55² + .85²) = .0607
  expect(standardDeviation(levelDrifts)).toBeCloseTo(0.061, 2)
  expect(standardDeviation(differenceDrifts)).toBeCloseTo(0.02, 2)
})

test('a further visit changes scores and surface, but neither identity nor the first visit', () => {
  const [one, two] = [createSubject(model, 9), createSubject(model, 9, { visits: 2 })]
  expect(two.visits[0]).toEqual(one.visits[0])
  expect(two.texture).toEqual(one.texture)
  expect(two.appearance).toEqual(one.appearance)
  expect(two.visits[1].scores).not.toEqual(two.visits[0].scores)
  expect(two.visits[1].surface.positions).not.toEqual(two.visits[0].surface.positions)
})

test('a higher score moves the surface outwards at the pad, at the tear trough inwards', () => {
  const drawn = createSubject(model, 21).visits[0].scores
  for (const pad of model.pads) {
    const at = (score: number) => {
      const scores = { ...drawn, [pad.region]: { ...drawn[pad.region], [pad.side]: score } }
      return createSubject(model, 21, { scores }).visits[0].surface
    }
    if (pad.side === 'left' && pad.region !== 'malar_soof') continue // time: the sides share their code
    const [low, high] = [at(0.2), at(0.9)]
    const peak = 3 * pad.vertices[pad.weights.indexOf(1)]
    const outwards = [0, 1, 2].reduce(
      (sum, k) => sum + (high.positions[peak + k] - low.positions[peak + k]) * low.normals[peak + k],
      0,
    )
    expect(Math.sign(outwards)).toBe(pad.region === 'tear_trough' ? -1 : 1)
    expect(Math.abs(outwards)).toBeGreaterThan(0.7 * 0.5 * Math.abs(pad.amplitude))
    // Vertices outside this pad stay where they are.
    const touched = new Set(pad.vertices)
    const moved = high.positions.some(
      (value, i) => value !== low.positions[i] && !touched.has(Math.floor(i / 3)),
    )
    expect(moved).toBe(false)
  }
})

test('scores that are set replace the drawn ones and leave the rest of the subject', () => {
  const drawn = createSubject(model, 4)
  const scores = { jowl: { right: 1, left: 0 } }
  const set = createSubject(model, 4, { scores })
  expect(set.visits[0].scores).toEqual({ ...drawn.visits[0].scores, ...scores })
  expect(set.texture).toEqual(drawn.texture)
  for (const side of PAD_SIDES) expect(set.visits[0].scores.jowl[side]).toBe(scores.jowl[side])
})
