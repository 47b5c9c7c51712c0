/** A model made ready to suggest: its predictors, what they do not know, and how sure they are. */
import type { RegionRow } from '../db/reader'
import type { StudyFile } from '../db/study-file'
import { shrinkageOf } from './domain/asymmetry'
import { calibrate } from './domain/interval'
import type { Calibration } from './domain/interval'
import { LOOK_KIND, Likeness } from './domain/likeness'
import { partOf } from './domain/networks'
import type { Reading } from './domain/networks'
import { Predictor } from './domain/predict'
import { completeFigures } from './domain/records/complete-figures'
import type { Model } from './domain/records'
import { toUnit } from './domain/scale'
import type { Label } from './domain/visits'
import { storedEmbeddings } from './embedding'

export interface PreparedModel {
  study: StudyFile
  model: Model
  vectors: Map<number, Float32Array>
  /** Keys of regions that look unlike all that were scored. */
  unlike: ReadonlySet<number>
  /** One for subjects that no network has learned from, and one for each network, built when first asked. */
  predictorOf(reading: Reading): Predictor
  calibrations: Map<string, Calibration>
  /** Of right minus left. */
  differenceCalibrations: Map<string, Calibration>
  /** Mean absolute difference of two raters by region, values of the scale. */
  raterDifferences: Map<string, number>
  builtAt: number
  buildMs: number
}

/** Prepares a model for the regions that it has embedded and for the labels that there are now. */
export function prepareModel(study: StudyFile, model: Model): PreparedModel {
  const started = Date.now()
  const { reader } = study
  const { scale, regions: studied } = reader.info()
  const vectors = storedEmbeddings(study, model.id)
  const labels = new Map<number, Label>()
  for (const { key, mean, raters } of reader.labelled()) {
    if (vectors.has(key)) labels.set(key, { label: toUnit(scale, mean), raters })
  }
  const unlike = unlikeRegions(study, labels)
  // What is unlike is not pooled with the visit's other photographs: it would only draw them away.
  const regions = reader.allRegions().filter(({ key }) => vectors.has(key) && !unlike.has(key))
  const { differences } = completeFigures(model.figures)
  const shrinkages = new Map(
    studied.map((region) => [region, shrinkageOf(differences.filter((one) => one.region === region))]),
  )
  return {
    study,
    model,
    vectors,
    unlike,
    predictorOf: predictors(model, regions, vectors, labels, shrinkages),
    ...calibrationsOf(model, shrinkages),
    raterDifferences: raterDifferences(study),
    builtAt: Date.now(),
    buildMs: Date.now() - started,
  }
}

/** A predictor for each reading, made when it is first asked for. */
function predictors(
  model: Model,
  regions: readonly RegionRow[],
  vectors: ReadonlyMap<number, Float32Array>,
  labels: ReadonlyMap<number, Label>,
  shrinkages: ReadonlyMap<string, number>,
): (reading: Reading) => Predictor {
  const { levelShare } = completeFigures(model.figures)
  const made = new Map<Reading, Predictor>()
  return (reading) => {
    const known = made.get(reading)
    if (known) return known
    const seen = regions.map((one) => ({
      ...one,
      vector: partOf(vectors.get(one.key) as Float32Array, model.networks, reading),
    }))
    const predictor = new Predictor(seen, labels, {
      differenceShare: (region) => shrinkages.get(region) as number,
      levelShare: () => levelShare,
      networks: reading === 'all' ? model.networks : 1,
    })
    made.set(reading, predictor)
    return predictor
  }
}

/** How sure the model is of each region's level, and of right minus left after it is drawn to none. */
function calibrationsOf(
  model: Model,
  shrinkages: ReadonlyMap<string, number>,
): Pick<PreparedModel, 'calibrations' | 'differenceCalibrations'> {
  const { residuals } = model.figures
  const { differences } = completeFigures(model.figures)
  const calibrations = new Map<string, Calibration>()
  const differenceCalibrations = new Map<string, Calibration>()
  for (const [region, shrinkage] of shrinkages) {
    calibrations.set(region, calibrate(residuals.filter((residual) => residual.region === region)))
    const errors = differences
      .filter((one) => one.region === region)
      .map(({ subject, read, label }) => ({ subject, residual: label - shrinkage * read }))
    differenceCalibrations.set(region, calibrate(errors))
  }
  return { calibrations, differenceCalibrations }
}

/** Keys of regions without a label that lie beyond the labelled ones. */
function unlikeRegions(study: StudyFile, labels: ReadonlyMap<number, Label>): Set<number> {
  const looks = new Map<number, Float32Array>()
  for (const { region, values } of study.reader.featuresOfKind(LOOK_KIND)) looks.set(region, values)
  const seen = study.reader.allRegions().flatMap(({ key, region, subject }) => {
    const look = looks.get(key)
    return look ? [{ key, region, subject, look }] : []
  })
  const likeness = new Likeness(seen.filter(({ key }) => labels.has(key)))
  const others = seen.filter(({ key }) => !labels.has(key))
  return new Set(others.filter((one) => likeness.isUnlike(one)).map(({ key }) => key))
}

function raterDifferences(study: StudyFile): Map<string, number> {
  const sums = new Map<string, { sum: number; count: number }>()
  for (const { region, a, b } of study.reader.raterPairs()) {
    const known = sums.get(region) ?? { sum: 0, count: 0 }
    sums.set(region, { sum: known.sum + Math.abs(a - b), count: known.count + 1 })
  }
  return new Map([...sums].map(([region, { sum, count }]) => [region, sum / count]))
}
