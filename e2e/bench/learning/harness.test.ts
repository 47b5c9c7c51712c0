import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { loadTensorFlow } from '../../../electron/learning/tensorflow'
import { FEATURES } from '../../../electron/learning/trunk'
import { SubjectCache } from './cache'
import { CONTENDERS, METHODS, shuffleLabels } from './contenders'
import { type Contender, type Known, plain, type Question } from './data'
import { madeUp } from './made-up'
import { planJobs, scoredBy, trainingSubjects } from './plan'
import { readOptions } from './options'
import { type Result, runJob } from './run-job'
import { shipped } from './shipped'

const { tf } = loadTensorFlow('cpu')
const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i)
const job = { size: 16, seed: 1 }

/** Sixteen subjects to learn from and eight others. */
function small(length: number): Parameters<typeof runJob>[3] {
  const { features, crops } = madeUp(range(0, 24), length)
  const after = (crop: Known): boolean => crop.id >= 1600
  return { features, training: crops.filter((crop) => !after(crop)), test: crops.filter(after) }
}

const meanError = ({ pads }: Result): number => {
  const errors = Object.values(pads).map(({ figures }) => figures.mae)
  return errors.reduce((sum, error) => sum + error, 0) / errors.length
}

describe('methods', () => {
  const malar = ['shipped', 'shipped-upper', 'shuffled']
  const quick = CONTENDERS.filter(({ methods }) => !methods.some((method) => malar.includes(method)))

  it('predict subjects that they have not seen, better than the mean does', async () => {
    const data = small(40)
    const results = (await Promise.all(quick.map((contender) => runJob(tf, contender, job, data)))).flat()
    expect(results.map(({ method }) => method).sort()).toEqual(
      METHODS.filter((method) => !malar.includes(method)).sort(),
    )
    const mean = meanError(results.find(({ method }) => method === 'mean') as Result)
    for (const result of results) {
      for (const pad of Object.values(result.pads)) expect(Object.keys(pad.errors)).toHaveLength(8)
      if (result.method !== 'mean') expect(meanError(result), result.method).toBeLessThan(0.75 * mean)
    }
  })

  it('see no truth, and a rater instead of it', async () => {
    const data = small(4)
    let asked: Question | undefined
    const spy: Contender = {
      methods: ['spy'],
      needs: [],
      predict: (_, question) => {
        asked = question
        return { spy: plain(question.test.map(() => 0.5)) }
      },
    }
    await runJob(tf, spy, job, data)
    for (const crop of [...(asked?.training ?? []), ...(asked?.test ?? [])])
      expect(crop).not.toHaveProperty('truth')
    const errors = (asked?.training ?? []).map(({ label }, i) => label - (data.training[i] as Known).truth)
    const deviation = Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length)
    expect(deviation).toBeGreaterThan(0.035)
    expect(deviation).toBeLessThan(0.065)
  })

  it('must not learn from those that they are tested on, nor leave any out', async () => {
    const data = small(4)
    const mean = CONTENDERS[0] as Contender
    await expect(runJob(tf, mean, job, { ...data, test: data.training })).rejects.toThrow('tested on')
    const lazy: Contender = { methods: ['lazy'], needs: [], predict: () => ({ lazy: [] }) }
    await expect(runJob(tf, lazy, job, data)).rejects.toThrow('lazy gave 0 predictions')
  })
})

describe('the shipped way', () => {
  it('answers every crop, and gives no interval from so few subjects', async () => {
    const { features, training, test } = small(FEATURES)
    const labelled = scoredBy(training, 1)
    const options = { networks: 2, depth: 'head' } as const
    const predictions = await shipped(features, labelled, test, 1, options)
    expect(predictions).toHaveLength(test.length)
    const errors = predictions.map(({ value }, i) => Math.abs((value as number) - (test[i] as Known).truth))
    const mean = labelled.reduce((sum, { label }) => sum + label / labelled.length, 0)
    const plainly = test.reduce((sum, { truth }) => sum + Math.abs(truth - mean), 0)
    expect(errors.reduce((sum, error) => sum + error, 0)).toBeLessThan(plainly)
    expect(predictions.every(({ low, high }) => low === null && high === null)).toBe(true)
  })

  it('is controlled by labels that belong to others', () => {
    const labelled = scoredBy(small(4).training, 1)
    const mixed = shuffleLabels(labelled, 1)
    expect(mixed.map(({ label }) => label).sort()).toEqual(labelled.map(({ label }) => label).sort())
    const same = mixed.filter(({ label }, i) => label === labelled[i]?.label).length
    expect(same).toBeLessThan(0.3 * mixed.length)
  })
})

describe('the plan', () => {
  const options = { quick: false, sizes: [20, 50], seeds: [1, 2], methods: METHODS, validation: false }
  const names = CONTENDERS.map(({ methods }) => methods)

  it('keeps subjects apart, and small sets within large ones', () => {
    for (const validation of [false, true]) {
      const jobs = planJobs({ ...options, validation }, names)
      for (const { training, test, size } of jobs) {
        expect(new Set(training).size).toBe(size)
        expect(training.filter((subject) => test.includes(subject))).toEqual([])
      }
    }
    expect(trainingSubjects(50, 3).slice(0, 20)).toEqual(trainingSubjects(20, 3))
    expect(trainingSubjects(20, 3)).not.toEqual(trainingSubjects(20, 4))
  })

  it('has five seeds for intervals, and one method with all subjects', () => {
    const jobs = planJobs(options, names)
    const seedsOf = (method: string, size: number): number[] =>
      jobs.filter((one) => one.methods.includes(method) && one.size === size).map(({ seed }) => seed)
    expect(seedsOf('shipped', 50)).toEqual([1, 2, 3, 4, 5])
    expect(seedsOf('shipped', 20)).toEqual([1, 2])
    expect(jobs.filter(({ size }) => size === 400).map(({ methods }) => methods)).toEqual([
      ['hog-knn'],
      ['hog-knn'],
    ])
    expect(planJobs({ ...options, quick: true }, names).filter(({ size }) => size === 400)).toEqual([])
  })

  it('is told by words', () => {
    expect(readOptions(['--quick', '--methods', 'mean,shipped', '--seeds', '4'])).toMatchObject({
      sizes: [20, 50],
      seeds: [4],
      methods: ['mean', 'shipped'],
      quick: true,
      write: false,
    })
    expect(readOptions(['--methods', 'magic'])).toContain('magic')
    expect(readOptions(['--sizes', '2'])).toContain('Sizes')
    expect(readOptions(['--fast'])).toContain('--fast')
  })
})

describe('the cache', () => {
  const folder = mkdtempSync(join(tmpdir(), 'malar-bench-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const cache = new SubjectCache(folder, { crops: 'c', features: { trunk: 't', hog: 'h', pixels: 'p' } })

  it('gives back what it was given', () => {
    const crop = {
      visit: 1,
      shot: 0,
      region: 'jowl',
      side: 'left',
      truth: 0.1 + 0.2,
      jpeg: Uint8Array.of(1, 255),
    } as const
    expect(cache.crops(3)).toBeNull()
    cache.keepCrops(3, [crop])
    expect(cache.crops(3)).toEqual([crop])
    expect(cache.features('hog', 3, 2)).toBeNull()
    cache.keepFeatures('hog', 3, Float32Array.of(1.5, -2))
    expect(cache.features('hog', 3, 2)).toEqual(Float32Array.of(1.5, -2))
  })

  it('knows nothing of what is damaged', () => {
    writeFileSync(join(folder, 'c', '4.json'), '[{"visit":')
    writeFileSync(join(folder, 'h', '4.f32'), 'abc')
    expect(cache.crops(4)).toBeNull()
    expect(cache.features('hog', 4, 2)).toBeNull()
  })
})
