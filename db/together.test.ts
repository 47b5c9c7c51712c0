import { spawn, type ChildProcess } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { openStudy } from './study'
import { bundled } from './testing/bundled'
import { newStudy, temporaryFolder, thrown } from './testing/fixtures'

it('of three that open a study at the same instant exactly one gets it, the others a sentence', async () => {
  const folder = temporaryFolder()
  const file = path.join(folder, 'pilot.malar')
  newStudy(file).close()
  for (let round = 0; round < 6; round += 1) {
    const children = [1, 2, 3].map(() => start(file))
    const answers = await Promise.all(children.map(firstLine))
    expect(answers.sort()).toEqual(['open', 'study-busy', 'study-busy'])
    for (const child of children) child.stdin?.end()
    await Promise.all(
      children.map((child) => child.exitCode ?? new Promise((done) => child.on('close', done))),
    )
  }
  const study = openStudy(file)
  expect(study.reader.check().ok).toBe(true)
  study.close()
  fs.rmSync(folder, { recursive: true })
})

it('a study stays its process’s own whatever the same process tries with it', async () => {
  const folder = temporaryFolder()
  const file = path.join(folder, 'pilot.malar')
  const study = newStudy(file)
  const link = path.join(folder, 'by another name.malar')
  fs.symlinkSync(file, link)
  for (const name of [file, link]) expect(thrown(() => openStudy(name)).code).toBe('study-busy')
  expect(await firstLine(start(file))).toBe('study-busy')
  study.close()
  openStudy(link).close()
  fs.rmSync(folder, { recursive: true })
})

it('a study that something in this process has read is taken anew, unless another has it by now', async () => {
  const folder = temporaryFolder()
  const file = path.join(folder, 'pilot.malar')
  const study = newStudy(file)
  // As the file dialogs of Linux do: the lock is gone.
  fs.readFileSync(file)
  study.reclaim()
  expect(await firstLine(start(file))).toBe('study-busy')
  study.writer.addRater('carl')
  fs.readFileSync(file)
  const other = start(file)
  expect(await firstLine(other)).toBe('open')
  expect(thrown(() => study.reclaim()).code).toBe('study-busy')
  other.stdin?.end()
  await new Promise((done) => other.on('close', done))
  study.close()
  const again = openStudy(file)
  expect(again.reader.check().ok).toBe(true)
  expect(again.reader.raters()).toHaveLength(3)
  again.close()
  fs.rmSync(folder, { recursive: true })
})

function start(file: string): ChildProcess {
  const env = { ...process.env, NODE_PATH: path.resolve('node_modules') }
  return spawn(process.execPath, [bundled('holding-child'), file], {
    env,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve) =>
    child.stdout?.once('data', (data: Buffer) => resolve(data.toString().trim())),
  )
}
