/** The engine process at work: a training step, and embeddings made and stored. */
import { join } from 'node:path'
import { createStudy } from '../../../db/study'
import type { StudyFile } from '../../../db/study-file'
import type { SideScores } from '../../../electron/cohort/cohort'
import { ATLAS } from '../../../electron/atlas'
import { parseScale } from '../../../electron/domain/scale'
import { Embedding, embedMissing } from '../../../electron/embedding'
import { VARIANTS, type TrainedModel } from '../../../electron/engine-protocol'
import { DEFAULT_OBJECTIVE } from '../../../electron/learning/objectives'
import { check } from '../bench'
import type { Bench, Row } from '../bench'
import { brief, median, milliseconds, now, timedAsync } from '../timing'

/** Steps before the first that counts: TensorFlow plans its memory in them. */
const WARM_UP_STEPS = 20
const EMBEDDINGS_EACH = 3

/** A small scored study of real crops, made once. */
let study: StudyFile | null = null

async function learningStudy(bench: Bench): Promise<StudyFile> {
  if (study) return study
  const count = bench.quick ? 16 : 40
  const regions = ATLAS.regions.filter(({ right }) => right).map(({ id }) => id)
  const scale = parseScale('continuous')
  const path = join(bench.folder, 'learning.malar')
  const made = createStudy(path, { name: 'Learning', regions, scale, raters: ['truth'] })
  const plan = await bench.importing.plan(made, await bench.portraits.small(count), null)
  const report = await bench.importing.accept(plan.id, 'photograph', () => undefined)
  check(report.faces === count, `Only ${report.faces} of ${count} faces were found.`)
  const truths = (await bench.portraits.first(count)).map(({ truth }) => truth)
  const scores = made.reader.allRegions().map(({ key, region, side, photograph }) => {
    const truth = truths[photograph - 1]?.[region as keyof (typeof truths)[number]] as SideScores
    const value = Math.round(100 * truth[side === 'left' ? 'left' : 'right']) / 100
    const unseen = { reason: null, note: '', suggestionSeen: 'no' as const, suggestion: null, seconds: null }
    return { region: key, rater: 1, round: null, presentation: 1, value, ...unseen }
  })
  check(made.writer.addScores(scores).added === count * regions.length * 2, 'Not every score was added.')
  return (study = made)
}

/** Trains a head for so many steps and stops: weights that have learned little cost as much time as any. */
async function train(
  bench: Bench,
  steps: number,
): Promise<{ model: TrainedModel; stepMs: number[]; timed: number }> {
  const { engine } = bench
  const study = await learningStudy(bench)
  await engine.ask('hello', { device: 'auto' })
  const embedding = new Embedding(study, engine, 'head')
  await embedding.drop()
  const labelled = study.reader.labelled()
  await embedding.hold(labelled, VARIANTS)
  const examples = labelled.map(({ key, region, subject, mean }) => ({
    crop: key,
    region,
    subject,
    label: mean,
  }))
  const told: { step: number; at: number }[] = []
  engine.onProgress = ({ step }) => {
    told.push({ step, at: now() })
    if (step >= steps) void engine.ask('cancel', {})
  }
  // Twice as many as are wanted: a training that is stopped is not asked whether it has learned.
  const options = { objective: DEFAULT_OBJECTIVE, seed: 1, steps: 2 * steps }
  const model = await engine.ask('train', { examples, options, depth: 'head' })
  engine.onProgress = () => undefined
  const counted = told.filter(({ step }) => step >= WARM_UP_STEPS && step <= steps)
  const stepMs = counted.slice(1).map(({ step, at }, i) => {
    const before = counted[i] as { step: number; at: number }
    return (at - before.at) / (step - before.step)
  })
  return { model, stepMs, timed: steps - WARM_UP_STEPS }
}

export const trainRow: Row = {
  name: 'train',
  async run(bench) {
    const { model, stepMs, timed } = await train(bench, bench.quick ? 80 : 220)
    check(stepMs.length >= 10, `Only ${stepMs.length} measurements came.`)
    check(model.weights.every(Number.isFinite) && model.steps > 0, 'The weights are not numbers.')
    const last = model.losses[model.losses.length - 1]?.loss ?? NaN
    check(Number.isFinite(last), 'The loss is not a number.')
    const pairs = Math.round(Math.exp(model.chanceLoss))
    return [
      {
        what: 'training step',
        result: milliseconds(median(stepMs)),
        how:
          `median over ${timed} steps of ${DEFAULT_OBJECTIVE} with N = ${pairs} pairs, ${2 * pairs} crops, on features; ` +
          'drawing the batch included',
      },
    ]
  },
}

export const embedRow: Row = {
  name: 'embed',
  async run(bench) {
    const { engine } = bench
    const { model } = await train(bench, 40)
    const learning = await learningStudy(bench)
    const { reader, writer } = learning
    const regions = reader.allRegions().length
    const fresh: number[] = []
    const kept: number[] = []
    for (let i = 0; i < 2 * EMBEDDINGS_EACH + 1; i++) {
      const added = writer.addModel(model.weights, {
        objective: DEFAULT_OBJECTIVE,
        seed: 1,
        device: 'cpu',
        depth: 'head',
        networks: 1,
        folds: [],
        steps: model.steps,
        dataHash: '0'.repeat(64),
        subjects: 1,
        labels: 1,
        figures: { errors: [], residuals: [], raterDifference: null, losses: [], chanceLoss: 0, verdict: '' },
      })
      if (i % 2 === 0) writer.removeFeaturesExcept([])
      const { ms, value } = await timedAsync(() => embedMissing(learning, engine, added))
      check(value === regions, `${value} of ${regions} regions were embedded.`)
      // The first time also traces the graphs.
      if (i > 0) (i % 2 === 0 ? fresh : kept).push(regions / (ms / 1000))
      for (const { vector } of reader.embeddings(added.id)) {
        check(Math.abs(Math.hypot(...vector) - 1) < 1e-3, 'An embedding is not of length one.')
      }
    }
    const how = `${EMBEDDINGS_EACH} times ${regions} crops from the study into the engine and back`
    return [
      {
        what: 'crops embedded',
        result: `${brief(median(fresh))} crops/s`,
        how: `${how}, never looked at before`,
      },
      { what: 'crops embedded anew', result: `${brief(median(kept))} crops/s`, how: `${how}, features kept` },
    ]
  },
}
