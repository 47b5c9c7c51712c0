/** One job from the crops to the answers. */
import type { TensorFlow } from '../../../electron/learning/tensorflow'
import type { Contender, Crop, Features, Known, Prediction } from './data'
import { type Answer, errorsBySubject, type Figures, figuresOf } from './metrics'
import { type Job, scoredBy } from './plan'

/** What came of one method in one job. */
export interface Result {
  method: string
  size: number
  seed: number
  /** By pad. */
  pads: Record<string, PadResult>
}

export interface PadResult {
  figures: Figures
  /** Mean absolute error of each test subject. */
  errors: Record<string, number>
}

/**
 * Runs a contender. It is given the truth of no test crop, and a rater's word for that of the training crops.
 * @throws Error when it learns from a subject that it is tested on, or leaves a crop out
 */
export async function runJob(
  tf: TensorFlow,
  contender: Contender,
  job: Pick<Job, 'size' | 'seed'>,
  data: { features: Features; training: readonly Known[]; test: readonly Known[] },
): Promise<Result[]> {
  const { size, seed } = job
  const training = scoredBy(data.training, seed)
  const learned = new Set(training.map(({ subject }) => subject))
  const known = data.test.find(({ subject }) => learned.has(subject))
  if (known) throw new Error(`Subject ${known.subject} is both learned from and tested on.`)
  const test = data.test.map(({ id, subject, visit, shot, region, side }): Crop => ({
    id,
    subject,
    visit,
    shot,
    region,
    side,
  }))
  const predicted = await contender.predict(tf, { features: data.features, training, test, seed })
  const fallbacks = new Map<string, number>()
  for (const region of new Set(test.map((crop) => crop.region))) {
    const labels = training.filter((crop) => crop.region === region).map(({ label }) => label)
    fallbacks.set(region, labels.reduce((sum, label) => sum + label, 0) / labels.length)
  }
  return contender.methods.map((method) => {
    const predictions = predicted[method] ?? []
    if (predictions.length !== test.length) {
      throw new Error(`${method} gave ${predictions.length} predictions of ${test.length} crops.`)
    }
    const answers = data.test.map(({ subject, visit, side, region, truth }, i) => ({
      subject,
      visit,
      side,
      region,
      truth,
      fallback: fallbacks.get(region) as number,
      prediction: predictions[i] as Prediction,
    }))
    return { method, size, seed, pads: resultsByPad(answers) }
  })
}

function resultsByPad(answers: readonly Answer[]): Record<string, PadResult> {
  return Object.fromEntries(
    [...new Set(answers.map(({ region }) => region))].map((region) => {
      const own = answers.filter((answer) => answer.region === region)
      return [region, { figures: figuresOf(own), errors: errorsBySubject(own) }]
    }),
  )
}
