/** The benchmark's subjects: rendered, photographed, and looked at as the app looks at photographs. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import jpeg from 'jpeg-js'
import { ATLAS } from '../../../electron/atlas'
import {
  createFaceModel,
  createSubject,
  type FaceModel,
  renderPhotograph,
  type SyntheticPhotograph,
} from '../../../electron/cohort/cohort'
import { deriveSeed } from '../../../electron/cohort/random'
import { layAtlas } from '../../../electron/domain/atlas'
import { CROP_PIXELS, type CropFrame, cropFrame, eyeLineAngle } from '../../../electron/domain/crop'
import type { Side } from '../../../electron/domain/words'
import { loadTensorFlow } from '../../../electron/learning/tensorflow'
import { parseCanonicalMesh } from '../../../electron/photographs/landmarks/canonical-mesh'
import { findFace } from '../../../electron/photographs/landmarks/find-face'
import { type LandmarkModels, loadLandmarkModels } from '../../../electron/photographs/landmarks/models'
import {
  makePyramid,
  type Pyramid,
  type RgbaImage,
  sampleRoi,
} from '../../../electron/photographs/landmarks/sampling'
import { PADS } from './data'

const SEED = 7
export const VISITS = 2
/** Photographs of each visit; light, pose and camera differ from one to the next. */
const SHOTS = 2
const PHOTOGRAPH_PIXELS = 512
const CROP_QUALITY = 92

/** Keep the streams of subjects and photographs apart. */
const SUBJECT_STREAM = 1
const PHOTOGRAPH_STREAM = 2

/** A crop as it is kept. */
export interface RenderedCrop {
  visit: number
  shot: number
  region: string
  side: Side
  truth: number
  /** CROP_PIXELS square. */
  jpeg: Uint8Array
}

/** Renders subjects; loads what finds faces. */
export class Cohort {
  private constructor(
    private readonly model: FaceModel,
    private readonly landmarks: LandmarkModels,
  ) {}

  /** @param assets the checkout's folder of that name */
  static async open(assets: string): Promise<Cohort> {
    const mesh = readFileSync(join(assets, 'atlas', 'canonical_face_model.obj'), 'utf8')
    const { tf } = loadTensorFlow('cpu')
    const landmarks = await loadLandmarkModels(tf, join(assets, 'landmarks'), parseCanonicalMesh(mesh))
    return new Cohort(createFaceModel(mesh, ATLAS), landmarks)
  }

  /**
   * The crops of a subject, cut at the landmarks that were found. Those of a photograph without a found face are
   * missing, as they would be in the app.
   * @param number from 0; the same number gives the same crops
   */
  async crops(number: number): Promise<RenderedCrop[]> {
    const subject = createSubject(this.model, deriveSeed(SEED, SUBJECT_STREAM, number), { visits: VISITS })
    const crops: RenderedCrop[] = []
    for (let visit = 0; visit < VISITS; visit++) {
      const scores = subject.visits[visit]?.scores ?? {}
      for (let shot = 0; shot < SHOTS; shot++) {
        const conditions = deriveSeed(SEED, PHOTOGRAPH_STREAM, number, 10 * visit + shot)
        const photograph = renderPhotograph(this.model, subject, visit, conditions, PHOTOGRAPH_PIXELS)
        for (const { region, side, ...crop } of await this.#cut(photograph)) {
          crops.push({
            visit,
            shot,
            region,
            side,
            truth: scores[region]?.[side as 'left' | 'right'] as number,
            ...crop,
          })
        }
      }
    }
    return crops
  }

  async #cut(photograph: SyntheticPhotograph): Promise<{ region: string; side: Side; jpeg: Uint8Array }[]> {
    const image = asFile(photograph)
    const face = await findFace(this.landmarks, image)
    if (!face) return []
    const pyramid = makePyramid(image)
    return layAtlas(ATLAS, face.points, false, PADS).map(({ region, side, polygon }) => ({
      region,
      side,
      jpeg: cutOut(pyramid, cropFrame(polygon, eyeLineAngle(face.points), side)),
    }))
  }
}

/** The photograph as it comes out of a file: encoded, and decoded again. */
function asFile({ width, height, rgba, jpegQuality }: SyntheticPhotograph): RgbaImage {
  const file = jpeg.encode({ width, height, data: rgba }, jpegQuality).data
  const decoded = jpeg.decode(file, { useTArray: true, formatAsRGBA: true })
  return { width: decoded.width, height: decoded.height, rgba: new Uint8Array(decoded.data) }
}

function cutOut(pyramid: Pyramid, { mirrored, ...roi }: CropFrame): Uint8Array {
  const pixels = sampleRoi(pyramid, roi, CROP_PIXELS, 0, 255)
  const rgba = new Uint8Array(CROP_PIXELS * CROP_PIXELS * 4).fill(255)
  for (let y = 0, to = 0; y < CROP_PIXELS; y++) {
    for (let x = 0; x < CROP_PIXELS; x++, to += 4) {
      const from = 3 * (y * CROP_PIXELS + (mirrored ? CROP_PIXELS - 1 - x : x))
      for (let c = 0; c < 3; c++) rgba[to + c] = Math.round(pixels[from + c] as number)
    }
  }
  // A copy: the encoder's buffer is larger than the file.
  return new Uint8Array(
    jpeg.encode({ width: CROP_PIXELS, height: CROP_PIXELS, data: rgba }, CROP_QUALITY).data,
  )
}
