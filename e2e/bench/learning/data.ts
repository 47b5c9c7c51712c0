/** What a method is given, and what it gives back. */
import type { Side } from '../../../electron/domain/words'
import type { TensorFlow } from '../../../electron/learning/tensorflow'

/** The pads that are measured: flat under most lights, plain to see, and in between. */
export const PADS = ['malar_soof', 'jowl', 'lower_eyelid_bag'] as const

/** The trunk's features, histograms of oriented gradients, and the crop itself in few grey pixels. */
export type Kind = 'trunk' | 'hog' | 'pixels'

/** A pad on a photograph. Nothing of what is true of it. */
export interface Crop {
  /** Unique in the data set. */
  id: number
  subject: string
  visit: number
  /** Which of the photographs of the visit. */
  shot: number
  region: string
  side: Side
}

/** A crop with what a rater said of it, 0..1. */
export interface Scored extends Crop {
  label: number
}

/** A crop with what is true of it, 0..1. */
export interface Known extends Crop {
  truth: number
}

/** What computers see of crops. */
export interface Features {
  /**
   * @param crop id
   * @param variant of the trunk's features: 0 is the crop as it is, 1 to VARIANTS − 1 are changed copies
   */
  values(kind: Kind, crop: number, variant?: number): Float32Array
  /** The crop itself, CROP_PIXELS square. */
  jpeg(crop: number): Uint8Array
}

/** Scores to learn from, and crops of other subjects to predict. */
export interface Question {
  features: Features
  training: readonly Scored[]
  test: readonly Crop[]
  seed: number
}

/** A prediction on the unit scale. */
export interface Prediction {
  /** Null where the method says that it does not know. */
  value: number | null
  /** The ends of a 90 % interval, where there is one. */
  low: number | null
  high: number | null
}

/** One training, from which one or more ways to predict are read off. */
export interface Contender {
  /** Names of its methods, unique among all. */
  methods: readonly string[]
  /** The features that it asks for. */
  needs: readonly Kind[]
  /**
   * @returns predictions of the test crops in their order, by method; a contender may leave out all of them where
   *   there is too little to learn from
   */
  predict(
    tf: TensorFlow,
    question: Question,
  ): Promise<Record<string, Prediction[]>> | Record<string, Prediction[]>
}

/** Predictions without intervals. */
export function plain(values: ArrayLike<number>): Prediction[] {
  return Array.from(values, (value) => ({ value: Math.min(1, Math.max(0, value)), low: null, high: null }))
}

/**
 * Predicts pad by pad.
 * @param each is given the scores and the test crops of one pad, and answers a value for each of the latter
 * @returns values in the order of the question's test crops
 */
export function padByPad(
  { training, test }: Pick<Question, 'training' | 'test'>,
  each: (training: Scored[], test: Crop[]) => ArrayLike<number>,
): Float64Array {
  const values = new Float64Array(test.length)
  for (const region of new Set(test.map((crop) => crop.region))) {
    const places = test.flatMap((crop, i) => (crop.region === region ? [i] : []))
    const answered = each(
      training.filter((crop) => crop.region === region),
      places.map((i) => test[i] as Crop),
    )
    places.forEach((place, i) => (values[place] = answered[i] as number))
  }
  return values
}

/** Values of crops, one after the other. */
export function matrixOf(features: Features, kind: Kind, crops: readonly Crop[]): Float32Array {
  const first = crops[0]
  if (!first) return new Float32Array(0)
  const length = features.values(kind, first.id).length
  const matrix = new Float32Array(crops.length * length)
  crops.forEach(({ id }, i) => matrix.set(features.values(kind, id), i * length))
  return matrix
}
