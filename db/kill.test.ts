import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { openStudy } from './study'
import { bundled } from './testing/bundled'
import { newStudy, photograph, temporaryFolder } from './testing/fixtures'

const KILLS = 20

it(`loses no acknowledged score and no photograph in ${KILLS} kills`, async () => {
  const folder = temporaryFolder()
  const file = path.join(folder, 'pilot.malar')
  const study = newStudy(file)
  for (let n = 0; n < 5; n += 1) study.writer.addPhotograph(photograph(n))
  study.close()

  let acknowledged = 0
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const lines = (await killedWhileScoring(file, kill)).map((line) => line.split(' '))
    acknowledged += lines.length
    const after = openStudy(file)
    const scores = lines.filter(([what]) => what === 'score')
    const last = scores[scores.length - 1]
    const { findings, scores: held } = after.reader.check()
    expect(findings).toEqual([])
    // Keys are 1, 2, 3 and so on, so that the count tells whether any up to the last one is missing.
    if (last) expect(held).toBeGreaterThanOrEqual(Number(last[1]))
    for (const [what, id, sha256] of lines) {
      if (what === 'photograph') expect(after.reader.photograph(Number(id)).sha256).toBe(sha256)
    }
    after.close()
    expect(fs.readdirSync(folder)).toEqual(['pilot.malar'])
  }
  expect(acknowledged).toBeGreaterThan(KILLS)
  fs.rmSync(folder, { recursive: true })
})

/** Whole lines that the child wrote before it was killed at a random moment of its work. */
function killedWhileScoring(file: string, run: number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [bundled('scoring-child'), file, String(run)], {
      env: { ...process.env, NODE_PATH: path.resolve('node_modules') },
    })
    let told = ''
    let errors = ''
    child.stderr.on('data', (data: Buffer) => (errors += data.toString()))
    child.stdout.on('data', (data: Buffer) => {
      if (told === '') setTimeout(() => child.kill('SIGKILL'), Math.random() * 120)
      told += data.toString()
    })
    child.on('close', (_code, signal) => {
      if (signal === 'SIGKILL') resolve(told.split('\n').slice(0, -1))
      else reject(new Error(`the child ended by itself: ${errors}`))
    })
  })
}
