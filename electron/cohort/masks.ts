import type { Point } from '../domain/words'
import type { HeadMesh } from './mesh'
import { bump, smoothStep } from './numeric'
import { LANDMARK_COUNT } from './obj'
import type { PadSide } from './pads'
import { distanceToPolyline, signedDistanceToPolygon } from './polygon'

/** Width and height of a face texture in texels. */
export const TEXTURE_SIZE = 256

/** One number a texel, row by row from the top. */
export type TexelMap = Float32Array

type BothSides<T> = Readonly<Record<PadSide, T>>

/**
 * Where the features of a face lie in its texture; the same for all subjects, because the texture
 * follows the mesh. Footprints are 0–1: how strongly a feature colours a texel at most.
 */
export interface FeatureMasks {
  /** Centres of the eyes in texels, y down. */
  eyeCentre: BothSides<Point>
  /** Signed distance from the lids' border in texels, positive on the eyeball. */
  eyeDistance: BothSides<TexelMap>
  underEye: BothSides<TexelMap>
  fold: BothSides<TexelMap>
  brow: BothSides<TexelMap>
  /** Both cheeks and the nose; up to about 1. */
  blush: TexelMap
  /** Around the mouth and on the chin; up to about 1.8, so that the chin is densest. */
  beard: TexelMap
  lips: TexelMap
  mouth: TexelMap
}

/** Borders as landmarks of the Face Mesh, on the subject's right where a feature has two sides. */
const EYE = [33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7]
const BROW = [70, 63, 105, 66, 107, 55, 65, 52, 53, 46]
const FOLD = [129, 203, 206, 216, 212, 202]
const LIPS = [61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146]
const MOUTH = [78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308, 324, 318, 402, 317, 14, 87, 178, 88, 95]
const CHEEK = { right: 50, left: 280 }
const NOSE_TIP = 4

/** For every landmark the one that lies nearest to its mirror image on the canonical face. */
function mirrorLandmarks(head: HeadMesh): number[] {
  const landmarks = head.control.positions.slice(0, LANDMARK_COUNT)
  return landmarks.map(([x, y, z]) => {
    let mirror = 0
    let smallest = Infinity
    landmarks.forEach(([otherX, otherY, otherZ], i) => {
      const distance = (otherX + x) ** 2 + (otherY - y) ** 2 + (otherZ - z) ** 2
      if (distance < smallest) [smallest, mirror] = [distance, i]
    })
    return mirror
  })
}

function mapTexels(value: (x: number, y: number, texel: number) => number): TexelMap {
  const map = new Float32Array(TEXTURE_SIZE * TEXTURE_SIZE)
  for (let y = 0, texel = 0; y < TEXTURE_SIZE; y++) {
    for (let x = 0; x < TEXTURE_SIZE; x++, texel++) map[texel] = value(x, y, texel)
  }
  return map
}

function insideDistance(polygon: readonly Point[]): TexelMap {
  // Half a texel further: the distance of the texel's middle.
  return mapTexels((x, y) => signedDistanceToPolygon(x + 0.5, y + 0.5, polygon))
}

function meanPoint(points: readonly Point[]): Point {
  let [sumX, sumY] = [0, 0]
  for (const [x, y] of points) {
    sumX += x
    sumY += y
  }
  return [sumX / points.length, sumY / points.length]
}

function squaredDistance(x: number, y: number, [centreX, centreY]: Point): number {
  return (x - centreX) ** 2 + (y - centreY) ** 2
}

/** Draws the features' borders into texture maps, once for a face model. */
export function buildFeatureMasks(head: HeadMesh): FeatureMasks {
  const mirror = mirrorLandmarks(head)
  const texelOf = (landmark: number): Point => {
    const [u, v] = head.control.uvs[landmark]
    return [u * TEXTURE_SIZE, (1 - v) * TEXTURE_SIZE]
  }
  const outline = (landmarks: readonly number[]): Point[] => landmarks.map(texelOf)
  const onBothSides = <T>(rightLandmarks: readonly number[], make: (points: Point[]) => T): BothSides<T> => ({
    right: make(outline(rightLandmarks)),
    left: make(outline(rightLandmarks.map((landmark) => mirror[landmark]))),
  })

  const eyeCentre = onBothSides(EYE, meanPoint)
  const eyeDistance = onBothSides(EYE, insideDistance)
  const underEye = (side: PadSide): TexelMap =>
    mapTexels((_x, y, texel) => {
      const below = smoothStep(0, 8, y - eyeCentre[side][1])
      return below * bump((eyeDistance[side][texel] + 9) ** 2, 60)
    })

  const cheeks = [texelOf(CHEEK.right), texelOf(CHEEK.left)]
  const nose = texelOf(NOSE_TIP)
  const lipDistance = insideDistance(outline(LIPS))
  const mouthDistance = insideDistance(outline(MOUTH))
  const lipY = meanPoint(outline(LIPS))[1]

  return {
    eyeCentre,
    eyeDistance,
    underEye: { right: underEye('right'), left: underEye('left') },
    fold: onBothSides(FOLD, (line) => mapTexels((x, y) => bump(distanceToPolyline(x, y, line) ** 2, 5))),
    brow: onBothSides(BROW, (border) => insideDistance(border).map((d) => smoothStep(-3, 3, d))),
    blush: mapTexels(
      (x, y) =>
        bump(squaredDistance(x, y, cheeks[0]), 500) +
        bump(squaredDistance(x, y, cheeks[1]), 500) +
        0.8 * bump(squaredDistance(x, y, nose), 150),
    ),
    beard: mapTexels((_x, y, texel) => {
      const aroundMouth =
        smoothStep(28, 8, Math.abs(lipDistance[texel]) - 12) * smoothStep(lipY - 26, lipY - 12, y)
      return aroundMouth + 0.8 * smoothStep(lipY, lipY + 25, y)
    }),
    lips: lipDistance.map((d) => 0.85 * smoothStep(-1.5, 2, d)),
    mouth: mouthDistance.map((d) => 0.65 * smoothStep(-1.5, 1, d)),
  }
}
