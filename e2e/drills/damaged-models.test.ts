/** Models of the study that were damaged outside Malar: refused by a sentence, and no obstacle to learning anew. */
import Database from 'better-sqlite3'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openStudy } from '../../db/study'
import type { StudyFile } from '../../db/study-file'
import { SQUARE, photograph, temporaryFolder } from '../../db/testing/fixtures'
import { seeded } from '../../electron/domain/random'
import { MalarError } from '../../electron/domain/words'
import { Learning } from '../../electron/learning-job'
import { Suggesting } from '../../electron/suggesting'
import { FACE, labelledStudy } from '../../electron/testing/studies'
import { FaultyEngine, SEEDS, SENTENCE, inUse } from './faulty-engine'

vi.mock('electron', () => ({ BrowserWindow: class {}, MessageChannelMain: class {}, app: {}, session: {} }))
vi.mock('../../electron/log', () => ({ note: () => undefined }))

const REQUEST = { objective: 'soft-n-pair', device: 'auto', depth: 'head' } as const

/** What becomes of the weights of two models; where their hash is made to fit, only the engine can tell. */
const DAMAGES: Record<string, { damage: (bytes: Buffer, random: number) => Buffer; hashFits: boolean }> = {
  truncated: {
    // The study itself refuses bytes that are no whole numbers of four.
    damage: (bytes, random) => bytes.subarray(0, 4 * Math.max(1, Math.floor((random * bytes.length) / 4))),
    hashFits: false,
  },
  flipped: {
    damage: (bytes, random) => {
      const flipped = Buffer.from(bytes)
      const at = Math.floor(random * bytes.length)
      flipped[at] = (flipped[at] as number) ^ 64
      return flipped
    },
    hashFits: false,
  },
  'of another version': {
    damage: (bytes, random) => Buffer.concat([bytes, Buffer.alloc(4 * 5 * (1 + Math.floor(random * 9)))]),
    hashFits: true,
  },
  'not numbers': {
    damage: (bytes, random) => {
      const spoiled = Buffer.from(bytes)
      spoiled.writeFloatLE(random < 0.5 ? NaN : Infinity, 4 * Math.floor((random * bytes.length) / 4))
      return spoiled
    },
    hashFits: true,
  },
}

let folder: string
let file: string
let study: StudyFile
let engine: FaultyEngine
let suggesting: Suggesting
let learning: Learning
beforeEach(async () => {
  folder = temporaryFolder()
  file = path.join(folder, 'pilot.malar')
  study = labelledStudy(file, 15)
  engine = new FaultyEngine()
  suggesting = new Suggesting(engine.client)
  learning = new Learning(engine.client, suggesting)
  await learning.train(study, { ...REQUEST, seed: 1 })
})
afterEach(() => {
  study.close()
  fs.rmSync(folder, { recursive: true })
})

function spoil(name: string, seed: number): void {
  const { damage, hashFits } = DAMAGES[name] as (typeof DAMAGES)[string]
  const random = seeded(seed)
  study.close()
  const db = new Database(file)
  const row = db.prepare('SELECT bytes FROM model_weights WHERE model = 1').get() as { bytes: Buffer }
  const bytes = damage(row.bytes, random.next())
  db.prepare('UPDATE model_weights SET bytes = ? WHERE model = 1').run(bytes)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  if (hashFits) db.prepare('UPDATE model_weights SET sha256 = ? WHERE model = 1').run(sha256)
  db.close()
  study = openStudy(file)
}

function addUnseen(): void {
  study.writer.addPhotograph({
    ...photograph(99, { landmarks: FACE }),
    regions: [{ region: 'jowl', side: 'left', polygon: SQUARE, origin: 'drawn', crop: Buffer.from('{"grade":2,"n":99}') }], // prettier-ignore
  })
}

describe.each(Object.keys(DAMAGES))('weights that are %s', (name) => {
  it.each(SEEDS)('are refused by a sentence, and learning anew helps (%i)', async (seed) => {
    spoil(name, seed)
    addUnseen()
    const refused: unknown = await suggesting.suggestAll(study).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(MalarError)
    expect((refused as MalarError).message).toMatch(SENTENCE)
    const model = await learning.train(study, { ...REQUEST, seed: 2 })
    study.writer.promote(model.id)
    await suggesting.suggestAll(study)
    // Nobody is put back on a model that cannot place the new pad.
    const before = inUse(study)
    await expect(learning.promote(study, 1)).rejects.toBeInstanceOf(MalarError)
    expect(inUse(study)).toBe(before)
  })
})
