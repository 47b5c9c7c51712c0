/** Studies of the size that a large project reaches, written through the study file's own writer. */
import { copyFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { createStudy, openStudy } from '../../db/study'
import type { NewPhotograph } from '../../db/writer'
import { DEFAULT_SIZE } from '../../electron/cohort/cohort'
import { parseScale } from '../../electron/domain/scale'
import { reduced } from './portraits'
import type { Portraits } from './portraits'
import { PADS, RATERS, addScores, photographOf, pointsOf } from './study-content'
import { brief, now, pause, processorSeconds } from './timing'

export class LargeStudies {
  constructor(
    private readonly folder: string,
    private readonly portraits: Portraits,
    private readonly quick: boolean,
    private readonly say: (line: string) => void,
  ) {}

  get photographs(): number {
    return this.quick ? 200 : 2_000
  }

  /** Score rows of the study that `scored` gives. */
  get scores(): number {
    return this.quick ? 50_000 : 1_000_000
  }

  /**
   * A fresh copy of the study of 2,000 photographs with ten pads on both sides, each scored once.
   * @param name of the copy
   */
  async unscored(name: string): Promise<string> {
    const made = join(this.folder, 'large.malar')
    if (!existsSync(made)) await this.#make(made)
    return copied(made, join(this.folder, `${name}.malar`))
  }

  /** As `unscored`, with a million scores; the same file each time. */
  async scored(): Promise<string> {
    const made = join(this.folder, 'million.malar')
    if (existsSync(made)) return made
    const half = await this.unscored('million-half')
    const study = openStudy(half)
    try {
      const start = now()
      const processor = processorSeconds()
      const before = study.reader.counts().scores
      await addScores(study, this.scores - before)
      const seconds = (now() - start) / 1000
      const used = brief(processorSeconds() - processor)
      const rate = brief((this.scores - before) / seconds)
      this.say(
        `${this.scores} scores are in: ${brief(seconds)} s (${used} s of processor time), ${rate} a second`,
      )
    } finally {
      study.close()
    }
    return copied(half, made)
  }

  async #make(path: string): Promise<void> {
    const start = now()
    const scale = parseScale('continuous')
    const study = createStudy(path, { name: 'Large study', regions: PADS, scale, raters: RATERS })
    try {
      const draw = await this.#template()
      for (let i = 0; i < this.photographs; i++) {
        study.writer.addPhotograph(draw(i))
        if (i % 20 === 0) await pause()
      }
      await addScores(study, study.reader.counts().regions)
    } finally {
      study.close()
    }
    this.say(`A study of ${this.photographs} photographs is made: ${brief((now() - start) / 1000)} s`)
  }

  /** One face for all: what is stored has the usual sizes, but for the photograph, which is small. */
  async #template(): Promise<(index: number) => NewPhotograph> {
    const [face] = await this.portraits.first(1)
    if (!face) throw new Error('No face was drawn.')
    const picture = {
      jpeg: reduced(face.jpeg, 128, 80),
      thumbnail: reduced(face.jpeg, 256, 80),
      crop: reduced(face.jpeg, 64, 80),
      width: DEFAULT_SIZE,
      height: DEFAULT_SIZE,
    }
    return photographOf(picture, pointsOf(face))
  }
}

function copied(from: string, to: string): string {
  copyFileSync(from, to)
  return to
}
