/** All that is measured. */
import { seeded, seedOf } from '../../../electron/domain/random'
import type { Contender, Scored } from './data'
import { knnOn, mean } from './neighbour-methods'
import { ridgeOn } from './ridge'
import { LAST_LAYERS, shipped } from './shipped'
import { embeddings, regressionHead } from './trained-methods'

/** Names as the tables have them, in their order. */
export const TITLES: Readonly<Record<string, string>> = {
  mean: 'mean',
  'pixel-knn': 'pixels + kNN',
  'hog-knn': 'HOG + kNN',
  'hog-ridge': 'HOG + ridge',
  regression: 'trunk, regression head',
  triplet: 'trunk, triplet + kNN',
  contrastive: 'trunk, contrastive + kNN',
  'n-pair': 'trunk, N-pair (paper) + kNN',
  'soft-n-pair': 'trunk, soft N-pair + kNN',
  'soft-n-pair-linear': 'trunk, soft N-pair + local linear',
  'trunk-ridge': 'trunk, ridge',
  shipped: 'Malar',
  'shipped-upper': 'Malar, upper blocks trained',
  shuffled: 'Malar, labels shuffled',
}

/** Everything a method name can be: all read one crop only, but for Malar itself. */
export const METHODS: readonly string[] = Object.keys(TITLES)

/** Those that run unless others are named: training the upper blocks takes a quarter of an hour for 20 subjects. */
export const USUAL_METHODS: readonly string[] = METHODS.filter((method) => method !== 'shipped-upper')

/** Those that read every pad from its own crop only. */
export const SINGLE_SIDE: readonly string[] = METHODS.filter(
  (method) => method !== 'mean' && !method.startsWith('shipped') && method !== 'shuffled',
)

const malar: Contender = {
  methods: ['shipped'],
  needs: ['trunk'],
  predict: async (_, { features, training, test, seed }) => ({
    shipped: await shipped(features, training, test, seed),
  }),
}

const malarUpper: Contender = {
  methods: ['shipped-upper'],
  needs: ['trunk'],
  predict: async (_, { features, training, test, seed }) => ({
    'shipped-upper': await shipped(features, training, test, seed, { ...LAST_LAYERS, depth: 'upper' }),
  }),
}

/** The control: each subject has the labels of another, so that there is nothing to be learned. */
const shuffled: Contender = {
  methods: ['shuffled'],
  needs: ['trunk'],
  predict: async (_, { features, training, test, seed }) => ({
    shuffled: await shipped(features, shuffleLabels(training, seed), test, seed),
  }),
}

/** Every contender, the quick ones first. */
export const CONTENDERS: readonly Contender[] = [
  mean,
  knnOn('pixel-knn', 'pixels'),
  knnOn('hog-knn', 'hog'),
  ridgeOn('hog-ridge', 'hog'),
  ridgeOn('trunk-ridge', 'trunk'),
  regressionHead,
  ...embeddings,
  malar,
  shuffled,
  malarUpper,
]

/**
 * The contender that a method comes from.
 * @throws Error when there is none
 */
export function contenderOf(method: string): Contender {
  const found = CONTENDERS.find(({ methods }) => methods.includes(method))
  if (!found) throw new Error(`There is no method ${method}.`)
  return found
}

/** Gives the labels of each subject to another one, pad by pad and photograph by photograph. */
export function shuffleLabels(training: readonly Scored[], seed: number): Scored[] {
  const subjects = [...new Set(training.map(({ subject }) => subject))]
  const drawn = seeded(seedOf(seed, 'shuffled')).shuffle(subjects)
  const donor = new Map(subjects.map((subject, i) => [subject, drawn[i] as string]))
  const place = (subject: string, { region, side, visit, shot }: Scored): string =>
    [subject, region, side, visit, shot].join('/')
  const labels = new Map(training.map((crop) => [place(crop.subject, crop), crop.label]))
  return training.flatMap((crop) => {
    // Where the donor's photograph had no face there is no label to give.
    const label = labels.get(place(donor.get(crop.subject) as string, crop))
    return label === undefined ? [] : [{ ...crop, label }]
  })
}
