/** Nearest neighbours by Euclidean distance, one a subject, as the app searches them. */
import { KNN, LOCAL, localLinear, weightedMean } from '../../../electron/domain/estimate'
import { type FoundNeighbour, nearest, prepare } from '../../../electron/domain/neighbours'
import {
  type Contender,
  matrixOf,
  type Crop,
  type Kind,
  padByPad,
  plain,
  type Question,
  type Scored,
} from './data'

/** Reads a value off neighbours, nearest first. */
type Readout = (neighbours: readonly EstimateNeighbour[], query: Float32Array) => number

interface EstimateNeighbour {
  vector: Float32Array
  label: number
  distance: number
}

/** Vectors of crops, one after the other. */
export type VectorsOf = (crops: readonly Crop[]) => Float32Array

const flattened = ({ labelled, vector, distance }: FoundNeighbour): EstimateNeighbour => ({
  vector,
  label: labelled.label,
  distance,
})

/** The mean of the nearest, weighted by a Gaussian in the distance. */
export const knn: Readout = (neighbours) => weightedMean(neighbours, KNN)

/** A ridge-damped linear fit over the neighbours, weighted likewise. */
export const local: Readout = (neighbours, query) => localLinear(neighbours, query)

/** Predicts each test crop from its LOCAL nearest subjects. */
export function byNeighbours(question: Question, vectorsOf: VectorsOf, readout: Readout): Float64Array {
  return padByPad(question, (training, test) => {
    const vectors = vectorsOf(training)
    const dimensions = vectors.length / training.length
    const index = prepare(training.map(asLabelled), vectors, dimensions)
    const queries = vectorsOf(test)
    return test.map(({ region, subject }, i) => {
      const vector = queries.subarray(i * dimensions, (i + 1) * dimensions)
      const found = nearest(index, { vector, region, subject, k: LOCAL })
      return readout(found.map(flattened), vector)
    })
  })
}

/** k nearest neighbours on what is there without learning. */
export function knnOn(method: string, kind: Kind): Contender {
  return {
    methods: [method],
    needs: [kind],
    predict: (_, question) => ({
      [method]: plain(byNeighbours(question, (crops) => matrixOf(question.features, kind, crops), knn)),
    }),
  }
}

/** A scored crop as the app's index takes it. */
function asLabelled({
  id,
  subject,
  visit,
  shot,
  region,
  side,
  label,
}: Scored): Parameters<typeof prepare>[0][number] {
  return { key: id, photograph: 10 * visit + shot, subject, day: visit, region, side, label, raters: 1 }
}

/** Always the mean label of the pad. */
export const mean: Contender = {
  methods: ['mean'],
  needs: [],
  predict: (_, question) => ({
    mean: plain(
      padByPad(question, (training, test) => {
        const sum = training.reduce((total, { label }) => total + label, 0)
        return test.map(() => sum / training.length)
      }),
    ),
  }),
}
