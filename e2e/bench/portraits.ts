/** Photographs to import: synthetic faces at 512 pixels, and the same at 12 megapixels as a camera would deliver them. */
import { nativeImage } from 'electron'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ATLAS } from '../../electron/atlas'
import { DEFAULT_SIZE, createFaceModel, synthesizeCohort } from '../../electron/cohort/cohort'
import type { CohortPhotograph } from '../../electron/cohort/cohort'
import type { Point } from '../../electron/domain/words'
import { assetPath } from '../../electron/paths'
import { pause } from './timing'

const SEED = 512
export const CAMERA = { width: 4000, height: 3000, quality: 92 }
/** Grain of a sensor, in levels to either side: without it a scaled-up picture compresses far too well. */
const GRAIN = 10

export class Portraits {
  #drawn: CohortPhotograph[] = []
  #cohort: Iterator<CohortPhotograph> | null = null

  constructor(private readonly folder: string) {}

  /** The first so many photographs of the cohort, one a subject; each is drawn once. */
  async first(count: number): Promise<CohortPhotograph[]> {
    this.#cohort ??= synthesizeCohort(
      createFaceModel(readFileSync(assetPath('atlas', 'canonical_face_model.obj'), 'utf8'), ATLAS),
      { subjects: 10_000, visits: [0], seed: SEED },
    )
    while (this.#drawn.length < count) {
      this.#drawn.push(this.#cohort.next().value as CohortPhotograph)
      await pause()
    }
    return this.#drawn.slice(0, count)
  }

  /** Files of photographs at 512 pixels. */
  async small(count: number): Promise<string[]> {
    const photographs = await this.first(count)
    return photographs.map(({ jpeg }, i) => this.#write(`small-${i}.jpg`, jpeg))
  }

  /** Files of photographs at 12 megapixels. */
  async large(count: number): Promise<string[]> {
    const files: string[] = []
    for (const [i, { jpeg }] of (await this.first(count)).entries()) {
      files.push(this.#write(`large-${i}.jpg`, asCamera(jpeg, i + 1)))
      await pause()
    }
    return files
  }

  #write(name: string, jpeg: Uint8Array): string {
    const folder = join(this.folder, 'portraits')
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, name), jpeg)
    return join(folder, name)
  }
}

/** A smaller copy as JPEG, of the same shape. */
export function reduced(jpeg: Uint8Array, width: number, quality: number): Uint8Array {
  const image = nativeImage.createFromBuffer(Buffer.from(jpeg))
  return image.resize({ width, quality: 'best' }).toJPEG(quality)
}

/** Where a point of a drawn portrait lies on its photograph by a camera. */
export function onCamera([x, y]: Point): Point {
  const scale = CAMERA.width / DEFAULT_SIZE
  return [x * scale, y * scale - ((CAMERA.width - CAMERA.height) >> 1)]
}

/** Scaled up, cut to a camera's 4:3, with grain. */
export function asCamera(jpeg: Uint8Array, seed: number, quality = CAMERA.quality): Uint8Array {
  const { width, height } = CAMERA
  const scaled = nativeImage
    .createFromBuffer(Buffer.from(jpeg))
    .resize({ width, height: width, quality: 'best' })
    .crop({ x: 0, y: (width - height) >> 1, width, height })
  const pixels = Buffer.from(scaled.toBitmap())
  let state = seed
  for (let at = 0; at < pixels.length; at++) {
    if (at % 4 === 3) continue
    // A linear congruential generator is random enough for grain; its high bits are the better ones.
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    const grain = ((state >>> 16) % (2 * GRAIN + 1)) - GRAIN
    pixels[at] = Math.min(255, Math.max(0, (pixels[at] as number) + grain))
  }
  return nativeImage.createFromBitmap(pixels, { width, height }).toJPEG(quality)
}
