import type { Point } from '../../domain/words'
import type { LandmarkModels } from './models'
import { fromRoi, sampleRoi } from './sampling'
import type { Pyramid, Roi } from './sampling'

/** Side of blazeface's input, in pixels. */
const INPUT = 256
const MINIMUM_SCORE = 0.5
const MAXIMUM_OVERLAP = 0.3
/** Numbers per anchor: centre, size, six keypoints. */
const VALUES = 16

/** A face as the detector sees it, in pixels of the photograph. */
export interface Detection {
  score: number
  center: Point
  /** The larger side of its box. */
  size: number
  /** Angle of the eye line, radians, clockwise on the screen; 0 for an upright face. */
  angle: number
}

interface Box {
  score: number
  cx: number
  cy: number
  width: number
  height: number
  /** Subject's right and left eye, as fractions of the square. */
  rightEye: Point
  leftEye: Point
}

/** Centres of the 896 anchors as fractions of the square: 16 × 16 cells of two, then 8 × 8 cells of six. */
const ANCHORS: readonly Point[] = [...anchors(16, 2), ...anchors(8, 6)]

function anchors(grid: number, perCell: number): Point[] {
  return Array.from({ length: grid * grid * perCell }, (_, index): Point => {
    const cell = Math.floor(index / perCell)
    return [((cell % grid) + 0.5) / grid, (Math.floor(cell / grid) + 0.5) / grid]
  })
}

/**
 * Looks for faces in a square of the photograph.
 * @returns the faces of score 0.5 and more, best first, one for each face
 */
export async function detectFaces(models: LandmarkModels, pyramid: Pyramid, roi: Roi): Promise<Detection[]> {
  const { logits, boxes } = await runDetector(models, sampleRoi(pyramid, roi, INPUT, -1, 1))
  return suppressOverlaps(decodeBoxes(logits, boxes)).map((box) => {
    const right = fromRoi(roi, ...box.rightEye)
    const left = fromRoi(roi, ...box.leftEye)
    return {
      score: box.score,
      center: fromRoi(roi, box.cx, box.cy),
      size: Math.max(box.width, box.height) * roi.size,
      angle: Math.atan2(left[1] - right[1], left[0] - right[0]),
    }
  })
}

async function runDetector({ tf, detector }: LandmarkModels, pixels: Float32Array) {
  const outputs = tf.tidy(() => {
    const input = tf.tensor4d(pixels, [1, INPUT, INPUT, 3])
    const [fineScores, coarseScores, fineBoxes, coarseBoxes] = detector.execute(input, [
      'Identity:0',
      'Identity_1:0',
      'Identity_2:0',
      'Identity_3:0',
    ]) as [TensorLike, TensorLike, TensorLike, TensorLike]
    return [tf.concat([fineScores, coarseScores], 1), tf.concat([fineBoxes, coarseBoxes], 1)] as const
  })
  const [logits, boxes] = await Promise.all(outputs.map((tensor) => tensor.data()))
  tf.dispose(outputs as unknown as TensorLike[])
  return { logits: logits as Float32Array, boxes: boxes as Float32Array }
}

type TensorLike = ReturnType<LandmarkModels['tf']['tensor4d']>

/**
 * Turns the detector's numbers into boxes.
 * @param logits 896 scores before the sigmoid
 * @param boxes 896 × 16: centre, size and six keypoints in pixels of the input, relative to the anchor
 * @returns boxes of score 0.5 and more in fractions of the square, in no order
 */
export function decodeBoxes(logits: Float32Array, boxes: Float32Array): Box[] {
  const found: Box[] = []
  ANCHORS.forEach(([ax, ay], anchor) => {
    const score = 1 / (1 + Math.exp(-(logits[anchor] as number)))
    if (!(score >= MINIMUM_SCORE)) return
    const value = (index: number) => (boxes[anchor * VALUES + index] as number) / INPUT
    found.push({
      score,
      cx: value(0) + ax,
      cy: value(1) + ay,
      width: value(2),
      height: value(3),
      rightEye: [value(4) + ax, value(5) + ay],
      leftEye: [value(6) + ax, value(7) + ay],
    })
  })
  return found
}

/** Keeps the best box of each heap of overlapping boxes (intersection over union above 0.3), best first. */
export function suppressOverlaps<B extends Pick<Box, 'score' | 'cx' | 'cy' | 'width' | 'height'>>(
  boxes: readonly B[],
): B[] {
  const kept: B[] = []
  for (const box of [...boxes].sort((a, b) => b.score - a.score)) {
    if (kept.every((better) => overlap(better, box) <= MAXIMUM_OVERLAP)) kept.push(box)
  }
  return kept
}

type Rectangle = Pick<Box, 'cx' | 'cy' | 'width' | 'height'>

function overlap(a: Rectangle, b: Rectangle): number {
  const shared = along(a.cx, a.width, b.cx, b.width) * along(a.cy, a.height, b.cy, b.height)
  return shared / (a.width * a.height + b.width * b.height - shared)
}

function along(a: number, aSize: number, b: number, bSize: number): number {
  return Math.max(0, Math.min(a + aSize / 2, b + bSize / 2) - Math.max(a - aSize / 2, b - bSize / 2))
}
