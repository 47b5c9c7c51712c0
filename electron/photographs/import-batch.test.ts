import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { MalarError } from '../domain/words'
import { runImport } from './import-batch'
import type { BatchSteps } from './import-batch'
import type { ManifestEntry } from './import-manifest'
import type { Plan } from './import-plan'
import type { PreparedPhotograph } from './import-run'

const ENTRY: ManifestEntry = { subject: 'P-1', day: 0, view: 'frontal', mirrored: false }

function planOf(count: number, changes: Partial<Plan> = {}): Plan {
  return {
    accepted: Array.from({ length: count }, (_, i) => ({
      path: `/photos/${i}.jpg`,
      sha256: String(i),
      header: { format: 'jpeg' as const, width: 1, height: 1, orientation: 1 as const },
      entry: null,
    })),
    duplicate: [],
    refused: [],
    manifest: null,
    manifestRefused: false,
    ...changes,
  }
}

interface Run {
  stored: string[]
  progress: [number, number, number | null][]
  atWork: { now: number; most: number }
  cancelled: boolean
}

/** Steps that note what happens; photograph i takes `delays[i]` ms to prepare. */
function steps(run: Run, changes: Partial<BatchSteps> = {}, delays: readonly number[] = []): BatchSteps {
  const prepare = async (planned: Plan['accepted'][number]): Promise<PreparedPhotograph> => {
    run.atWork.now++
    run.atWork.most = Math.max(run.atWork.most, run.atWork.now)
    await wait(delays[Number(planned.sha256)] ?? 0)
    run.atWork.now--
    const landmarks = Number(planned.sha256) % 2 === 0 ? { points: [], confidence: 1, faces: 1 } : null
    return { ...ENTRY, sha256: planned.sha256, landmarks, quality: {} } as unknown as PreparedPhotograph
  }
  return {
    prepare,
    store: ({ sha256 }) => {
      run.stored.push(sha256)
      return 'new'
    },
    onProgress: (...step) => run.progress.push(step),
    isCancelled: () => run.cancelled,
    ...changes,
  }
}

function newRun(): Run {
  return { stored: [], progress: [], atWork: { now: 0, most: 0 }, cancelled: false }
}

const entries = (count: number) => Array.from({ length: count }, () => ENTRY)
const numbers = (count: number) => Array.from({ length: count }, (_, i) => String(i))

describe('a batch', () => {
  it.each([1, 2, 3, 8])('stores in the order of the plan, with %i at work', async (workers) => {
    const run = newRun()
    const delays = [30, 1, 20, 0, 10, 0, 0, 15]
    const report = await runImport(planOf(8), entries(8), steps(run, {}, delays), workers)
    expect(run.stored).toEqual(numbers(8))
    expect(run.atWork.most).toBe(workers)
    expect(report).toEqual({
      new: 8,
      duplicate: 0,
      refused: [],
      faces: 4,
      noFace: 4,
      unsought: 0,
      cancelled: false,
    })
  })

  it('counts apart those in which nothing could look for a face, and stores them all the same', async () => {
    const run = newRun()
    const good = steps(run)
    const prepare: BatchSteps['prepare'] = async (planned, entry, worker) => ({
      ...(await good.prepare(planned, entry, worker)),
      landmarks: null,
      quality: null,
    })
    const report = await runImport(planOf(3), entries(3), { ...good, prepare })
    expect(report).toMatchObject({ new: 3, faces: 0, noFace: 0, unsought: 3 })
    expect(run.stored).toEqual(numbers(3))
  })

  it('tells how far it is, and how long it will take once it can know', async () => {
    const run = newRun()
    await runImport(planOf(6), entries(6), steps(run))
    expect(run.progress.map(([done, total]) => [done, total])).toEqual(
      numbers(6).map((n) => [Number(n) + 1, 6]),
    )
    expect(run.progress.map(([, , eta]) => eta === null)).toEqual([true, true, true, true, false, false])
    expect(run.progress.at(-1)?.[2]).toBe(0)
  })

  it('is empty where the plan is', async () => {
    const run = newRun()
    const plan = planOf(0, { duplicate: ['a.jpg'], refused: [{ file: 'b.jpg', reason: 'Bad.' }] })
    expect(await runImport(plan, [], steps(run))).toMatchObject({
      new: 0,
      duplicate: 1,
      refused: [{ file: 'b.jpg', reason: 'Bad.' }],
    })
  })

  it('refuses single photographs with their sentences and goes on', async () => {
    const run = newRun()
    const good = steps(run)
    const prepare: BatchSteps['prepare'] = (planned, entry, worker) => {
      if (planned.sha256 === '1') return Promise.reject(new MalarError('decode', 'It is damaged.'))
      return good.prepare(planned, entry, worker)
    }
    const store: BatchSteps['store'] = (photograph) => {
      if (photograph.sha256 === '2') throw new MalarError('duplicate', 'It is in already.')
      if (photograph.sha256 === '3') throw new MalarError('refused', 'Not like this.')
      return good.store(photograph)
    }
    const plan = planOf(5, { duplicate: ['x.jpg'], refused: [{ file: 'y.jpg', reason: 'No.' }] })
    const report = await runImport(plan, entries(5), { ...good, prepare, store })
    expect(run.stored).toEqual(['0', '4'])
    expect(report).toMatchObject({ new: 2, duplicate: 2 })
    expect(report.refused).toEqual([
      { file: 'y.jpg', reason: 'No.' },
      { file: '1.jpg', reason: 'It is damaged.' },
      { file: '3.jpg', reason: 'Not like this.' },
    ])
    expect(plan.refused).toHaveLength(1)
  })

  it('stops when it is cancelled; what was under way is in wholly', async () => {
    const run = newRun()
    const onProgress = (done: number) => {
      if (done === 3) run.cancelled = true
    }
    const report = await runImport(planOf(20), entries(20), steps(run, { onProgress }), 2)
    expect(report.cancelled).toBe(true)
    expect(report.new).toBe(run.stored.length)
    expect(run.stored).toEqual(numbers(run.stored.length))
    expect(run.stored.length).toBeGreaterThanOrEqual(3)
    expect(run.stored.length).toBeLessThanOrEqual(4)
  })

  it('is not called cancelled when the last photograph was in already', async () => {
    const run = newRun()
    const onProgress = (done: number) => {
      if (done === 3) run.cancelled = true
    }
    expect((await runImport(planOf(3), entries(3), steps(run, { onProgress }), 1)).cancelled).toBe(false)
  })
})

describe('trouble that every photograph would meet', () => {
  it.each(['disk-full', 'read-only', 'not-saved', 'damaged', 'engine'] as const)(
    'ends the batch: %s',
    async (code) => {
      const run = newRun()
      const good = steps(run)
      const store: BatchSteps['store'] = (photograph) => {
        if (photograph.sha256 === '2') throw new MalarError(code, 'No more.')
        return good.store(photograph)
      }
      const batch = runImport(planOf(20), entries(20), { ...good, store }, 3)
      await expect(batch).rejects.toMatchObject({ code })
      expect(run.stored).toEqual(['0', '1'])
    },
  )

  it('ends the batch when the error is none of ours', async () => {
    const run = newRun()
    const prepare = () => Promise.reject(new TypeError('a bug'))
    await expect(runImport(planOf(5), entries(5), steps(run, { prepare }), 2)).rejects.toThrow('a bug')
    expect(run.stored).toEqual([])
  })

  it('is told only when nobody is at work any more', async () => {
    const run = newRun()
    const good = steps(run, {}, [0, 40])
    const prepare: BatchSteps['prepare'] = (planned, entry, worker) => {
      if (planned.sha256 === '0') return Promise.reject(new MalarError('engine', 'The engine ended.'))
      return good.prepare(planned, entry, worker)
    }
    await expect(runImport(planOf(4), entries(4), { ...good, prepare }, 2)).rejects.toMatchObject({
      code: 'engine',
    })
    expect(run.atWork.now).toBe(0)
    expect(run.stored).toEqual([])
  })
})
