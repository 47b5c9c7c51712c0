/**
 * Features of crops on the main side: from the study where they are kept, else from the engine, and kept from then on,
 * so that no crop is looked at twice. Keeping them is a convenience: where it fails, the work goes on without it.
 */
import fs from 'node:fs'
import { fromHalves, toHalves } from '../db/half-floats'
import type { StudyFile } from '../db/study-file'
import type { NewFeatures } from '../db/writer'
import { LOOK_KIND } from './domain/likeness'
import { MalarError } from './domain/words'
import type { EngineClient } from './engine-client'
import type { CropToCompute, FeatureKind } from './engine-protocol'
import { note } from './log'

/** Images that the engine is asked for at once: a second of work, so that progress shows and others get their turn. */
const MESSAGE_IMAGES = 64

/** Features kept in one transaction: about 1 MB. */
const TRANSACTION = 512

/** Bytes of a disk that features never take: scores need them. */
const ROOM_LEFT = 128 * 1024 * 1024

/** Troubles with the study's disk that must not end a training. */
const GOES_ON_WITHOUT = ['disk-full', 'read-only', 'not-saved', 'study-busy']

/** A region whose crop is wanted. */
export interface WantedCrop {
  key: number
  revision: number
}

export interface FeatureWishes {
  /** What computes them; the trunk unless told otherwise. */
  kind?: FeatureKind
  /** 1 for the crops as they are, VARIANTS for the changed copies too. */
  variants: number
  /** Told after each message how many of the crops that had to be computed are done. */
  onProgress?: (done: number, total: number) => void
  cancelled?: () => boolean
}

/** A crop with the variants that have yet to be computed. */
interface Missing extends WantedCrop {
  variants: number[]
}

/**
 * Makes sure that the features of crops are known.
 * @param wanted regions with the revision of their crop, which must have been cut
 * @returns a reader of just these features; nothing of them is in memory unless the study could not keep it
 * @throws MalarError `crop` when a region has no crop or it cannot be read; `cancelled`, with what was computed kept
 */
export async function ensureFeatures(
  study: StudyFile,
  engine: EngineClient,
  wanted: readonly WantedCrop[],
  { kind = 'trunk', variants, onProgress = () => undefined, cancelled = () => false }: FeatureWishes,
): Promise<Features> {
  const keys = await engine.ask('featureKeys', {})
  const features = new Features(study, keys[kind], wanted)
  features.removeExcept([...Object.values(keys), LOOK_KIND])
  let open = missingOf(features, wanted, variants)
  const total = open.length
  try {
    while (open.length > 0) {
      if (cancelled()) {
        throw new MalarError(
          'cancelled',
          'The training was cancelled before it had learned anything. What was computed for it is kept for the next one.',
        )
      }
      const asked = nextMessage(open)
      const crops = asked.map((crop) => toCompute(study, crop))
      const { values, length } = await engine.ask('features', { kind, crops })
      const unfinished = features.take(asked, values, length)
      open = [...unfinished, ...open.slice(asked.length)]
      onProgress(total - open.length, total)
    }
  } finally {
    features.keep()
  }
  return features
}

/** Features of the crops that were asked for, by region key. */
export class Features {
  readonly #revisions: ReadonlyMap<number, number>
  /** Half floats, by region and variant: what the study did not keep. */
  readonly #inMemory = new Map<string, Uint16Array>()
  #pending: NewFeatures[] = []
  #mayKeep = true

  /** Made by `ensureFeatures`, which also fills it. */
  constructor(
    private readonly study: StudyFile,
    private readonly kind: string,
    wanted: readonly WantedCrop[],
  ) {
    this.#revisions = new Map(wanted.map(({ key, revision }) => [key, revision]))
  }

  /**
   * The features of a region's crop, always rounded to half floats, so that they are the same when they come from the
   * study as when they were just computed.
   * @param variant 0 is the crop as it is
   * @throws MalarError `crop` when they were not asked for
   */
  of(key: number, variant = 0): Float32Array {
    const kept = this.#inMemory.get(`${key}.${variant}`)
    if (kept) return fromHalves(kept)
    const revision = this.#revisions.get(key) ?? 0
    const features = this.study.reader.features({ kind: this.kind, region: key, revision, variant })
    if (!features) throw new MalarError('crop', `The features of region ${key} were not computed.`)
    return features
  }

  /** Variants that the study keeps of a crop. */
  kept({ key, revision }: WantedCrop): number[] {
    return this.study.reader.keptFeatures(this.kind, key, revision)
  }

  /** Removes the features of all that computes nothing any more. */
  removeExcept(kinds: readonly string[]): void {
    this.#trying(() => this.study.writer.removeFeaturesExcept(kinds))
  }

  /**
   * Takes what the engine answered.
   * @param values `length` for each variant of each crop that was asked for, or fewer
   * @returns what the answer does not hold
   */
  take(asked: readonly Missing[], values: Float32Array, length: number): Missing[] {
    const unfinished: Missing[] = []
    let at = 0
    for (const { key, revision, variants } of asked) {
      const open: number[] = []
      for (const variant of variants) {
        if (at + length > values.length) open.push(variant)
        else {
          const own = values.subarray(at, (at += length))
          this.#pending.push({ kind: this.kind, region: key, revision, variant, values: own })
        }
      }
      if (open.length > 0) unfinished.push({ key, revision, variants: open })
    }
    if (this.#pending.length >= TRANSACTION) this.keep()
    return unfinished
  }

  /** Keeps in the study what was taken; in memory what does not go there. */
  keep(): void {
    const rows = this.#pending
    this.#pending = []
    if (rows.length === 0) return
    if (isShortOfRoom(this.study.path)) this.#mayKeep = false
    const saved = this.#trying(() => this.study.writer.saveFeatures(rows))
    // The study leaves out what belongs to an outline that was moved in the meantime.
    if (saved === rows.length) return
    for (const { region, variant, values } of rows) {
      this.#inMemory.set(`${region}.${variant}`, toHalves(values))
    }
  }

  /** @returns null when the study cannot be written; it is then not tried again */
  #trying<T>(write: () => T): T | null {
    if (!this.#mayKeep) return null
    try {
      return write()
    } catch (error) {
      if (!(error instanceof MalarError && GOES_ON_WITHOUT.includes(error.code))) throw error
      note('features are not kept:', error.message)
      this.#mayKeep = false
      return null
    }
  }
}

/** False where it cannot be told: older runtimes lack the function, and some network drives do not answer. */
function isShortOfRoom(file: string): boolean {
  try {
    const { bavail, bsize } = fs.statfsSync(file)
    return bavail * bsize < ROOM_LEFT
  } catch {
    return false
  }
}

function missingOf(features: Features, wanted: readonly WantedCrop[], variants: number): Missing[] {
  const all = Array.from({ length: variants }, (_, variant) => variant)
  const once = new Map(wanted.map(({ key, revision }) => [key, { key, revision }]))
  return [...once.values()].flatMap((crop) => {
    const kept = features.kept(crop)
    const missing = all.filter((variant) => !kept.includes(variant))
    return missing.length > 0 ? [{ ...crop, variants: missing }] : []
  })
}

/** As many crops as make up one message, at least one. */
function nextMessage(open: readonly Missing[]): Missing[] {
  let images = 0
  const end = open.findIndex(({ variants }, i) => (images += variants.length) > MESSAGE_IMAGES && i > 0)
  return open.slice(0, end === -1 ? open.length : end)
}

function toCompute({ reader }: StudyFile, { key, variants }: Missing): CropToCompute {
  const jpeg = reader.crop(key)
  if (!jpeg) {
    throw new MalarError('crop', 'A region has no crop yet. Open its photograph and place the region again.')
  }
  return { region: key, jpeg, variants }
}
