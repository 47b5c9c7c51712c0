import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Atlas } from '../domain/atlas'
import { findBorder } from './head'
import { buildHeadMesh } from './mesh'
import { LANDMARK_COUNT, readObj } from './obj'
import { buildPads } from './pads'
import { subdivide } from './subdivision'
import { computeNormals } from './surface'

const objText = readFileSync('assets/atlas/canonical_face_model.obj', 'utf8')
const atlas = JSON.parse(readFileSync('assets/atlas/fat-pad-atlas.json', 'utf8')) as Atlas
const head = buildHeadMesh(objText)
const pads = buildPads(head, atlas)

test('the canonical face has 468 vertices, 898 triangles and one border of 36', () => {
  const face = readObj(objText)
  expect(face.positions).toHaveLength(LANDMARK_COUNT)
  expect(face.triangles).toHaveLength(898)
  expect(new Set(findBorder(face.triangles)).size).toBe(36)
})

test('an OBJ that is not the face mesh is refused', () => {
  expect(() => readObj('v 0 0 0\nvt 0 0\nf 1/1 1/1 1/1')).toThrow('468')
})

test('a subdivided tetrahedron has a vertex more for every edge and four times the triangles', () => {
  const step = subdivide(4, [
    [0, 1, 2],
    [0, 3, 1],
    [1, 3, 2],
    [2, 3, 0],
  ])
  expect(step.vertexCount).toBe(4 + 6)
  expect(step.triangles).toHaveLength(16)
  // Weights sum to 1: a constant stays constant.
  for (const [value] of step.apply([[3], [3], [3], [3]])) expect(value).toBeCloseTo(3, 12)
})

test('the head has 17,824 triangles on 8,985 vertices', () => {
  expect(head.triangleCount).toBe((898 + 3 * 2 * 36) * 16)
  expect(head.triangleCount).toBe(17_824)
  expect(head.vertexCount).toBe(8_985)
  expect(Math.max(...head.triangles)).toBe(head.vertexCount - 1)
})

test('the head looks at the camera and is symmetric', () => {
  const normals = computeNormals(head.positions, head.triangles)
  const noseTip = 4
  expect(normals[3 * noseTip + 2]).toBeGreaterThan(0.5)
  const [rightEye, leftEye] = [33, 263]
  expect(head.positions[3 * rightEye]).toBeCloseTo(-head.positions[3 * leftEye], 4)
  expect(head.positions[3 * rightEye]).toBeLessThan(0)
})

test('every pad of the atlas on the mesh is a bump on its own side', () => {
  expect(pads).toHaveLength(20)
  for (const pad of pads) {
    expect(Math.sign(pad.centre[0])).toBe(pad.side === 'right' ? -1 : 1)
    expect(Math.max(...pad.weights)).toBe(1)
    expect(Math.min(...pad.weights)).toBeGreaterThan(0)
    const peak = pad.vertices[pad.weights.indexOf(1)]
    const border = atlas.regions.find(({ id }) => id === pad.region)?.[pad.side] ?? []
    for (const axis of [0, 1]) {
      const coordinates = border.map((vertex) => head.control.positions[vertex][axis])
      expect(head.positions[3 * peak + axis]).toBeGreaterThan(Math.min(...coordinates))
      expect(head.positions[3 * peak + axis]).toBeLessThan(Math.max(...coordinates))
    }
  }
  expect(pads.filter((pad) => pad.amplitude < 0).map((pad) => pad.region)).toEqual([
    'tear_trough',
    'tear_trough',
  ])
})

test('an atlas with a region that the cohort does not know is refused', () => {
  const [first] = atlas.regions
  expect(() => buildPads(head, { ...atlas, regions: [{ ...first, id: 'chin' }] })).toThrow('chin')
})
