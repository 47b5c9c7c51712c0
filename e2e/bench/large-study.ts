/** Studies of the size that a large project reaches, written through the study file's own writer. */
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { createStudy, openStudy } from '../../db/study'
import type { StudyFile } from '../../db/study-file'
import type { NewPhotograph } from '../../db/writer'
import { ATLAS } from '../../electron/atlas'
import { layAtlas } from '../../electron/domain/atlas'
import { seeded } from '../../electron/domain/random'
import type { NewScore } from '../../electron/domain/records'
import { parseScale } from '../../electron/domain/scale'
import type { Point } from '../../electron/domain/words'
import { reduced } from './portraits'
import type { Portraits } from './portraits'
import { brief, now, pause, processorSeconds } from './timing'

/** Visits of each subject, so that a subject has two photographs. */
const VISITS = [0, 90]
const RATERS = ['rater-1', 'rater-2', 'rater-3', 'rater-4', 'rater-5']
/** Scores are added in transactions of so many. */
const CHUNK = 20_000

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
      await this.#add(study, this.scores - before)
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
    const regions = ATLAS.regions.filter(({ right }) => right).map(({ id }) => id)
    const scale = parseScale('continuous')
    const study = createStudy(path, { name: 'Large study', regions, scale, raters: RATERS })
    try {
      const draw = await this.#template(regions)
      for (let i = 0; i < this.photographs; i++) {
        study.writer.addPhotograph(draw(i))
        if (i % 20 === 0) await pause()
      }
      await this.#add(study, study.reader.counts().regions)
    } finally {
      study.close()
    }
    this.say(`A study of ${this.photographs} photographs is made: ${brief((now() - start) / 1000)} s`)
  }

  /** One face for all: what is stored has the usual sizes, but for the photograph, which is small. */
  async #template(regions: readonly string[]): Promise<(index: number) => NewPhotograph> {
    const [face] = await this.portraits.first(1)
    if (!face) throw new Error('No face was drawn.')
    const points: Point[] = []
    for (let i = 0; i < face.trueLandmarks.length; i += 2) {
      points.push([face.trueLandmarks[i] as number, face.trueLandmarks[i + 1] as number])
    }
    const placed = layAtlas(ATLAS, points, false, regions)
    const bytes = reduced(face.jpeg, 128, 80)
    const thumbnail = reduced(face.jpeg, 256, 80)
    const crop = reduced(face.jpeg, 64, 80)
    return (index) => ({
      sha256: createHash('sha256').update(`photograph ${index}`).digest('hex'),
      subject: `S-${String(Math.floor(index / VISITS.length) + 1).padStart(4, '0')}`,
      day: VISITS[index % VISITS.length] as number,
      view: 'frontal',
      mirrored: false,
      width: 512,
      height: 512,
      mime: 'image/jpeg',
      bytes,
      thumbnail,
      landmarks: { points, confidence: 0.99 },
      interOcular: 120,
      quality: null,
      regions: placed.map((region) => ({ ...region, origin: 'atlas' as const, crop })),
    })
  }

  /** Adds so many scores outside rounds: rater by rater over all regions, then their next presentation. */
  async #add(study: StudyFile, count: number): Promise<void> {
    const scores = passes(study)
    for (let added = 0; added < count;) {
      const chunk: NewScore[] = []
      while (chunk.length < Math.min(CHUNK, count - added)) chunk.push(scores.next().value)
      added += study.writer.addScores(chunk).added
      await pause()
    }
  }
}

/** Scores of one pass after another, those that the study holds already left out. */
function* passes(study: StudyFile): Generator<NewScore, never> {
  const { reader } = study
  const raters = reader.raters()
  const keys = reader.allRegions().map(({ key }) => key)
  const random = seeded(7)
  const first = Math.floor(reader.counts().scores / keys.length)
  for (let pass = first; ; pass++) {
    const rater = (raters[pass % raters.length] as { id: number }).id
    const presentation = Math.floor(pass / raters.length) + 1
    for (const region of keys) {
      const value = Math.round(100 * random.next()) / 100
      const seconds = Math.round(10 * (1 + 9 * random.next())) / 10
      yield {
        region,
        rater,
        round: null,
        presentation,
        value,
        reason: null,
        note: '',
        suggestionSeen: 'no',
        suggestion: null,
        seconds,
      }
    }
  }
}

function copied(from: string, to: string): string {
  copyFileSync(from, to)
  return to
}
