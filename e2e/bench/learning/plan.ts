/** Which subjects are learned from and which are predicted, and what is run. */
import { simulateRater } from '../../../electron/cohort/raters'
import { seeded, seedOf } from '../../../electron/domain/random'
import type { Known, Scored } from './data'

/** Numbers of the cohort's subjects: learned from, for choices, for the figures, and more to learn from. */
const POOL = range(0, 200)
const VALIDATION = range(200, 250)
const TEST = range(250, 400)
const FURTHER = range(400, 600)
const QUICK_TEST = 60

/** Of the simulated rater, a photograph. */
const RATER_NOISE = 0.05

/** The size at which intervals are judged, and over how many seeds. */
export const INTERVAL_SIZE = 50
const INTERVAL_SEEDS = [1, 2, 3, 4, 5]

/** The method that is also shown with the further subjects. */
export const FAR_METHOD = 'hog-knn'
export const FAR_SIZE = POOL.length + FURTHER.length

export interface PlanOptions {
  quick: boolean
  sizes: readonly number[]
  seeds: readonly number[]
  methods: readonly string[]
  /** Whether the figures are of the validation subjects, as they are to be while something is chosen. */
  validation: boolean
}

/** One training set, and who learns from it. */
export interface Job {
  /** Of the methods that come from one training. */
  methods: readonly string[]
  size: number
  seed: number
  /** Numbers of the cohort's subjects. */
  training: readonly number[]
  test: readonly number[]
}

/**
 * All jobs of a run.
 * @param contenders the methods of each contender
 */
export function planJobs(options: PlanOptions, contenders: readonly (readonly string[])[]): Job[] {
  const { quick, sizes, seeds, methods, validation } = options
  const test = validation ? VALIDATION : quick ? TEST.slice(0, QUICK_TEST) : TEST
  const job = (names: readonly string[], size: number, seed: number): Job => ({
    methods: names,
    size,
    seed,
    training: trainingSubjects(size, seed),
    test,
  })
  const wanted = contenders.filter((names) => names.some((name) => methods.includes(name)))
  const jobs = sizes.flatMap((size) =>
    wanted.flatMap((names) => {
      const more = names.includes('shipped') && size === INTERVAL_SIZE && !quick ? INTERVAL_SEEDS : []
      return [...new Set([...seeds, ...more])].map((seed) => job(names, size, seed))
    }),
  )
  if (!quick && methods.includes(FAR_METHOD)) {
    jobs.push(...seeds.map((seed) => job([FAR_METHOD], FAR_SIZE, seed)))
  }
  // Long ones first, so that no worker is left with one at the end.
  return jobs.sort((a, b) => b.size - a.size)
}

/** Larger sets of a seed hold its smaller ones. */
export function trainingSubjects(size: number, seed: number): number[] {
  const random = seeded(seedOf('pool', seed))
  return [...random.shuffle(POOL), ...random.shuffle(FURTHER)].slice(0, size)
}

/** The largest number of subjects that can be learned from by all methods. */
export const LARGEST_SIZE = POOL.length

/** What a rater says of crops: the truth and an error of its own on every photograph, cut at the scale's ends. */
export function scoredBy(crops: readonly Known[], seed: number): Scored[] {
  const rater = simulateRater('Rater', { bias: 0, noiseSd: RATER_NOISE }, seed)
  return crops.map(({ truth, ...crop }) => {
    const { subject, visit, shot, region, side } = crop
    return { ...crop, label: rater.score(truth, [subject, visit, shot, region, side].join('/')) }
  })
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i)
}
