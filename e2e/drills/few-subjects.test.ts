/** Trainings with few subjects: each works, or says in a sentence what is missing. */
import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { StudyFile } from '../../db/study-file'
import { photograph, newStudy, score, temporaryFolder } from '../../db/testing/fixtures'
import { EngineClient } from '../../electron/engine-client'
import { Learning } from '../../electron/learning-job'
import { Suggesting } from '../../electron/suggesting'
import { FACE, gradeOf, labelledStudy } from '../../electron/testing/studies'
import { NodeProcess } from '../node-process'
import { bundled } from './children'
import { FaultyEngine, SENTENCE, TIMES, expectWhole } from './faulty-engine'
import { stripedStudy } from './striped-study'

vi.mock('electron', () => ({
  BrowserWindow: class {},
  MessageChannelMain: class {},
  session: {},
  app: { getAppPath: () => process.cwd() },
  utilityProcess: {
    fork: (_file: string, args: string[], { env }: { env: NodeJS.ProcessEnv }) =>
      new NodeProcess(bundled('real-engine-child'), args, env),
  },
}))
vi.mock('../../electron/log', () => ({ note: () => undefined }))

const REQUEST = { objective: 'soft-n-pair', seed: 1, device: 'cpu', depth: 'head' } as const
const SIZES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]

let folder: string
let file: string
let study: StudyFile | null
let engine: FaultyEngine
let learning: Learning
beforeEach(() => {
  folder = temporaryFolder()
  file = path.join(folder, 'pilot.malar')
  study = null
  engine = new FaultyEngine()
  learning = new Learning(engine.client, new Suggesting(engine.client))
})
afterEach(() => {
  study?.close()
  fs.rmSync(folder, { recursive: true })
})

/** @returns the sentence with which a training failed; empty where it succeeded */
async function outcome(study: StudyFile): Promise<string> {
  try {
    await learning.train(study, REQUEST)
    expectWhole(study)
    return ''
  } catch (error) {
    const { message } = error as Error
    expect(message).toMatch(SENTENCE)
    return message
  }
}

/** One pad of subjects with these grades. */
function gradedStudy(grades: readonly number[]): StudyFile {
  const study = newStudy(file)
  grades.forEach((grade, i) => {
    const plain = photograph(i + 1)
    const crop = Buffer.from(JSON.stringify({ grade, n: i + 1 }))
    const regions = plain.regions.slice(0, 1).map((region) => ({ ...region, crop }))
    study.writer.addPhotograph({ ...plain, landmarks: FACE, regions })
  })
  study.writer.addScores(
    study.reader.allRegions().map(({ key, photograph }) => score(key, grades[photograph - 1] as number)),
  )
  return study
}

describe.each(SIZES)('%i scored subjects', (size) => {
  it('are enough, or it is said how many more are wanted', async () => {
    study = labelledStudy(file, 15, size)
    const said = await outcome(study)
    if (size >= 5) expect(said).toBe('')
    else expect(said).toContain(`scores of ${size} subject${size === 1 ? ';' : 's;'}`)
    if (size < 5) expect(engine.asked).toEqual([])
  })
})

describe('five subjects', () => {
  it('of whom none differs teach nothing, and that is said at once', async () => {
    study = gradedStudy([2, 2, 2, 2, 2])
    expect(await outcome(study)).toContain('all the same')
    expect(engine.asked).toEqual([])
  })

  it('of whom one differs teach nothing to the network without it', async () => {
    study = gradedStudy([2, 2, 2, 2, 3])
    expect(await outcome(study)).toContain('all the same')
  })

  it('each scored on another pad are too few of each', async () => {
    study = labelledStudy(file, 10, 0)
    const rows = study.reader.allRegions()
    study.writer.addScores(
      rows
        .filter(({ photograph, region }) => photograph <= 3 === (region === 'jowl') && photograph <= 6)
        .map(({ key, photograph }) => score(key, gradeOf(photograph))),
    )
    expect(await outcome(study)).toContain('enough subjects')
  })

  it('and a cancel in the first fold end in a sentence, and nothing has changed', async () => {
    study = labelledStudy(file, 5)
    learning.onState = (state) => {
      if (state.phase === 'training' && state.step === 2) learning.cancel()
    }
    expect(await outcome(study)).toContain('cancelled before the model had been judged')
    expect(study.reader.models()).toEqual([])
  })

  it('who were only scored in sight of suggestions cannot judge', async () => {
    study = labelledStudy(file, 6, 0)
    const rows = study.reader.allRegions()
    study.writer.addScores(
      rows.map(({ key, photograph }) => score(key, gradeOf(photograph), { suggestionSeen: 'before' })),
    )
    expect(await outcome(study)).toContain('without sight of a suggestion')
  })
})

describe.runIf(TIMES >= 50)('with the real engine', () => {
  it.each(SIZES)('%i subjects learn, or a sentence says why not', { timeout: 300_000 }, async (size) => {
    study = stripedStudy(file, size)
    const client = new EngineClient()
    learning = new Learning(client, new Suggesting(client))
    const said = await outcome(study)
    client.stop()
    console.log(size, said || study.reader.models()[0]?.figures.verdict)
    if (size < 5) expect(said).toContain('at least 5')
  })
})
