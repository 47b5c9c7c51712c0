/** The app's own way from scores to predictions, as a training and the suggestions after it go. */
import type { LabelledRegion } from '../../../db/reader'
import { shrinkageOf } from '../../../electron/domain/asymmetry'
import { foldNumbers, subjectFolds } from '../../../electron/domain/folds'
import { calibrate, intervalAround } from '../../../electron/domain/interval'
import { sideBySide } from '../../../electron/domain/networks'
import { Predictor } from '../../../electron/domain/predict'
import { seedOf } from '../../../electron/domain/random'
import type { Depth } from '../../../electron/domain/records'
import type { Label, SeenRegion } from '../../../electron/domain/visits'
import { MalarError } from '../../../electron/domain/words'
import { VARIANTS } from '../../../electron/engine-protocol'
import { HeldOut } from '../../../electron/held-out'
import { verdictOn } from '../../../electron/judging'
import type { Crop, Features, Prediction, Scored } from './data'
import { Engine } from './engine'

export interface ShippedOptions {
  /** How many networks are trained, each without a part of the subjects. */
  networks: number
  /** How much of the image network is trained. */
  depth: Depth
}

/** As the app trains when asked for the last layers only. */
export const LAST_LAYERS: ShippedOptions = { networks: 5, depth: 'head' }

/**
 * Learns from scored crops and predicts others.
 * @param training crops of all pads
 * @param test crops of other subjects; all photographs of a visit are there together, as in a study
 * @param seed the same seed gives the same predictions, but for the rounding of parallel sums
 * @returns a prediction for each test crop, in their order; its value is null where the app would not know, and
 *   everywhere when the app would not use the model, because it is worse than the mean on held-out subjects
 */
export async function shipped(
  features: Features,
  training: readonly Scored[],
  test: readonly Crop[],
  seed: number,
  options: ShippedOptions = LAST_LAYERS,
): Promise<Prediction[]> {
  const nothing = test.map((): Prediction => ({ value: null, low: null, high: null }))
  const asked = [...training, ...test]
  const networks = await trainNetworks(features, training, asked, seed, options)
  if (!networks) return nothing
  const { parts, folds } = networks
  const heldOut = new HeldOut({
    labelled: training.map(asLabelledRegion),
    labels: new Map(training.map(({ id, label }) => [id, label])),
  })
  parts.forEach((vectors, fold) => {
    // The crops learned from come first.
    const own = training.map(({ id }, row) => [id, vectors[row] as Float32Array] as const)
    heldOut.add(new Map(own), folds[fold] as string[])
  })
  const residuals = heldOut.residuals()
  if (!verdictOn(residuals, null, seed).use) return nothing
  const differences = heldOut.differences()
  const regions = [...new Set(training.map(({ region }) => region))]
  const byRegion = <T>(of: (region: string) => T): Map<string, T> =>
    new Map(regions.map((one) => [one, of(one)]))
  const shrinkages = byRegion((region) => shrinkageOf(differences.filter((one) => one.region === region)))
  const calibrations = byRegion((region) => calibrate(residuals.filter((one) => one.region === region)))
  const seen = asked.map((crop, row): SeenRegion => ({
    ...placeOf(crop),
    vector: sideBySide(parts.map((vectors) => vectors[row] as Float32Array)),
  }))
  const labels = new Map(training.map(({ id, label }): [number, Label] => [id, { label, raters: 1 }]))
  const levelShare = heldOut.levelShare()
  const predictor = new Predictor(seen, labels, {
    differenceShare: (region) => shrinkages.get(region) as number,
    levelShare: () => levelShare,
    networks: parts.length,
  })
  return test.map(({ id, region }) => {
    const { value } = predictor.predict(id).estimate
    const calibration = calibrations.get(region)
    const ends = value === null || !calibration ? null : intervalAround(calibration, value)
    return { value, low: ends?.low ?? null, high: ends?.high ?? null }
  })
}

/**
 * Trains a network for each part of the subjects, without that part.
 * @returns by network, the embeddings of the crops asked for; null when there is nothing to be learned, which the app
 *   says instead of giving a model
 */
async function trainNetworks(
  features: Features,
  training: readonly Scored[],
  asked: readonly Crop[],
  seed: number,
  { networks, depth }: ShippedOptions,
): Promise<{ parts: Float32Array[][]; folds: string[][] } | null> {
  const subjects = training.map(({ subject }) => subject)
  const folds = subjectFolds(subjects, networks, seed)
  const foldOf = foldNumbers(folds)
  const crops = asked.map(({ id }) => id)
  const engine = new Engine()
  const parts: Float32Array[][] = []
  try {
    await send(engine, features, crops, depth)
    for (let fold = 0; fold < networks; fold++) {
      const examples = training
        .filter(({ subject }) => foldOf.get(subject) !== fold)
        .map(({ id, region, subject, label }) => ({ crop: id, region, subject, label }))
      const options = { objective: '', seed: seedOf(seed, 'fold', fold), steps: 0 }
      const { weights } = await engine.ask('train', { examples, options, depth })
      const { vectors, dimensions } = await engine.ask('embed', { weights, depth, crops })
      parts.push(crops.map((_, row) => vectors.slice(row * dimensions, (row + 1) * dimensions)))
    }
    return { parts, folds }
  } catch (error) {
    if (error instanceof MalarError && error.code === 'not-learned') return null
    throw error
  } finally {
    await engine.dispose()
  }
}

/** Sends what is learned from and embedded: the trunk's features, and the crops where the trunk is trained. */
async function send(
  engine: Engine,
  features: Features,
  crops: readonly number[],
  depth: Depth,
): Promise<void> {
  for (const id of crops) {
    const variants = Array.from({ length: VARIANTS }, (_, variant) => features.values('trunk', id, variant))
    const values = new Float32Array(variants.length * (variants[0] as Float32Array).length)
    variants.forEach((variant, i) => values.set(variant, i * variant.length))
    await engine.ask('addFeatures', { ids: [id], variants: VARIANTS, values })
    if (depth !== 'head') await engine.ask('addCrops', { crops: [{ id, jpeg: features.jpeg(id) }] })
  }
}

function placeOf({ id, visit, shot, subject, region, side }: Crop): Omit<SeenRegion, 'vector'> {
  return { key: id, photograph: 10 * visit + shot, subject, day: visit, region, side }
}

/** What the app reads of a study, as far as it judges by it. */
function asLabelledRegion(crop: Scored): LabelledRegion {
  return { ...placeOf(crop), mean: crop.label, raters: 1, seenBefore: false } as LabelledRegion
}
