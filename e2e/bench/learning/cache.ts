/**
 * What was rendered and computed of each subject, on disk: a run that was broken off goes on where it stopped, and
 * the next one starts at once. A file that is missing or damaged is made again.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Side } from '../../../electron/domain/words'
import type { RenderedCrop } from './cohort'
import type { Kind } from './data'

/** Names of the folders, each of which says what its content was made of. */
export interface CacheNames {
  crops: string
  features: Readonly<Record<Kind, string>>
}

interface StoredCrop {
  visit: number
  shot: number
  region: string
  side: Side
  truth: number
  jpeg: string
}

export class SubjectCache {
  constructor(
    private readonly root: string,
    readonly names: CacheNames,
  ) {}

  /** @returns null where they are not there */
  crops(subject: number): RenderedCrop[] | null {
    try {
      const stored = JSON.parse(readFileSync(this.#cropFile(subject), 'utf8')) as StoredCrop[]
      return stored.map(({ jpeg, ...crop }) => ({
        ...crop,
        jpeg: new Uint8Array(Buffer.from(jpeg, 'base64')),
      }))
    } catch {
      return null
    }
  }

  keepCrops(subject: number, crops: readonly RenderedCrop[]): void {
    const stored = crops.map(({ jpeg, ...crop }) => ({ ...crop, jpeg: Buffer.from(jpeg).toString('base64') }))
    write(this.#cropFile(subject), JSON.stringify(stored))
  }

  /**
   * @param length how many values there must be
   * @returns null where they are not there
   */
  features(kind: Kind, subject: number, length: number): Float32Array | null {
    try {
      const bytes = readFileSync(this.#featureFile(kind, subject))
      if (bytes.length !== 4 * length) return null
      // A copy, because a Buffer may start anywhere and floats may not.
      return new Float32Array(new Uint8Array(bytes).buffer)
    } catch {
      return null
    }
  }

  keepFeatures(kind: Kind, subject: number, values: Float32Array): void {
    write(
      this.#featureFile(kind, subject),
      new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
    )
  }

  #cropFile(subject: number): string {
    return join(this.root, this.names.crops, `${subject}.json`)
  }

  #featureFile(kind: Kind, subject: number): string {
    return join(this.root, this.names.features[kind], `${subject}.f32`)
  }
}

/** In one step, so that a name that exists is complete. */
function write(file: string, content: string | Uint8Array): void {
  mkdirSync(join(file, '..'), { recursive: true })
  const draft = `${file}.${process.pid}.draft`
  writeFileSync(draft, content)
  renameSync(draft, file)
}
