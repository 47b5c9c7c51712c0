/** The main process is killed at a random moment of a training: the study has the model it had, or the new one whole. */
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { openStudy } from '../../db/study'
import { temporaryFolder } from '../../db/testing/fixtures'
import { seeded } from '../../electron/domain/random'
import { labelledStudy } from '../../electron/testing/studies'
import { bundled } from './children'
import { SEEDS, expectWhole } from './faulty-engine'

/** Long enough for a training and the next one's beginning. */
const LONGEST_MS = 1500

it(
  `a training that is cut off leaves a whole study, ${SEEDS.length} times`,
  { timeout: 900_000 },
  async () => {
    const folder = temporaryFolder()
    const file = path.join(folder, 'pilot.malar')
    labelledStudy(file, 15).close()
    let learned = 0
    for (const seed of SEEDS) {
      const told = await killedWhileTraining(file, seed)
      const study = openStudy(file)
      expect(study.reader.check().findings).toEqual([])
      const finished = told
        .filter((line) => line.startsWith('learned'))
        .map((line) => Number(line.split(' ')[1]))
      const models = study.reader.models()
      for (const id of finished) expect(models.some((model) => model.id === id)).toBe(true)
      for (const { id, networks } of models) expect(study.reader.modelWeights(id)).toHaveLength(2 * networks)
      learned = Math.max(learned, ...finished)
      // One that had been put to use stays, until another takes its place.
      if (learned > 0) expect(study.reader.currentModel()).not.toBeNull()
      expectWhole(study)
      study.close()
      expect(fs.readdirSync(folder)).toEqual(['pilot.malar'])
    }
    fs.rmSync(folder, { recursive: true })
  },
)

/** Whole lines that the child wrote before it was killed. */
function killedWhileTraining(file: string, seed: number): Promise<string[]> {
  const ms = seeded(seed).next() * LONGEST_MS
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [bundled('training-child'), file, String(seed)])
    let told = ''
    let errors = ''
    child.stderr.on('data', (data: Buffer) => (errors += data.toString()))
    child.stdout.on('data', (data: Buffer) => {
      if (told === '') setTimeout(() => child.kill('SIGKILL'), ms)
      told += data.toString()
    })
    child.on('close', (_code, signal) => {
      if (signal === 'SIGKILL') resolve(told.split('\n').slice(0, -1))
      else reject(new Error(`the child ended by itself: ${errors}`))
    })
  })
}
