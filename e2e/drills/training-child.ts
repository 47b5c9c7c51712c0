/** Trains without end, as the main process does, and says so on standard output; killed by its parent. */
import fs from 'node:fs'
import { openStudy } from '../../db/study'
import { Learning } from '../../electron/learning-job'
import { Suggesting } from '../../electron/suggesting'
import { FakeEngine } from '../../electron/testing/studies'

const [file, seed] = [process.argv[2] as string, Number(process.argv[3])]
const study = openStudy(file)
const engine = new FakeEngine()
engine.trunk = `trunk ${seed}`
const learning = new Learning(engine.client, new Suggesting(engine.client))

async function trainOn(): Promise<void> {
  for (let i = 0; ; i++) {
    fs.writeSync(1, `begins ${i}\n`)
    const model = await learning.train(study, {
      objective: 'soft-n-pair',
      seed: 100 * seed + i,
      device: 'auto',
      depth: 'head',
    })
    fs.writeSync(1, `learned ${model.id}\n`)
  }
}

void trainOn()
