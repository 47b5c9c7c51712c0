/** train, suggest and card. */
import type { TrainingState } from '../contract'
import { modelCard } from '../domain/model-card'
import type { Model } from '../domain/records'
import { modelName } from '../domain/records/model-name'
import { DEFAULT_OBJECTIVE, OBJECTIVES } from '../learning/objectives'
import { cardInput, modelInUse, saveCard } from '../model-cards'
import { oneOf, wholeNumber } from './command-line'
import type { Verb } from './verb'

export const trainVerb: Verb = {
  usage: `train STUDY [--seed N] [--device auto|cpu|gpu] [--depth head|upper|all] [--objective ${OBJECTIVES.map(({ name }) => name).join('|')}]`,
  options: ['seed', 'device', 'depth', 'objective'],
  takes: [1, 1],
  async run(args, options, { services, path, progress }) {
    const request = {
      seed: wholeNumber('seed', options.seed, 1, 0, 2 ** 31 - 1),
      device: oneOf('device', options.device, 'auto', ['auto', 'cpu', 'gpu']),
      depth: oneOf('depth', options.depth, 'upper', ['head', 'upper', 'all']),
      objective: oneOf(
        'objective',
        options.objective,
        DEFAULT_OBJECTIVE,
        OBJECTIVES.map(({ name }) => name),
      ),
    }
    const study = services.session.open(path(args[0] as string))
    services.learning.onState = tellState(progress)
    const model = await services.learning.train(study, request)
    return { json: toldOf(model), text: wordsOf(model) }
  },
}

/** Tells every fiftieth step, and a note on the device once. */
function tellState(progress: (line: string) => void): (state: TrainingState) => void {
  let noted = ''
  return (state) => {
    if ('deviceNote' in state && state.deviceNote && state.deviceNote !== noted) {
      noted = state.deviceNote
      progress(noted)
    }
    if (!('step' in state) || state.step % 50 !== 0) return
    const { phase, step, steps, loss, chanceLoss } = state
    const words = loss === null ? '' : `, loss ${loss.toFixed(3)} (${chanceLoss.toFixed(3)} knows nothing)`
    progress(`${phase} ${step} of ${steps}${words}`)
  }
}

function toldOf(model: Model): Record<string, unknown> {
  const { promoted, objective, seed, device, steps, subjects, labels, figures } = model
  const { verdict, chanceLoss, losses, raterDifference, errors } = figures
  const made = { promoted, verdict, objective, seed, device, steps, subjects, labels }
  return {
    model: modelName(model),
    ...made,
    chanceLoss,
    loss: losses.at(-1)?.loss ?? null,
    raterDifference,
    errors,
  }
}

function wordsOf(model: Model): string {
  const { errors, verdict } = model.figures
  const by = (wanted: 'hog' | 'mean', of: string): string =>
    errors.find(({ region, method }) => method === wanted && region === of)?.mae.toFixed(3) ?? '–'
  const line = ({ region, mae, subjects }: (typeof errors)[number]): string =>
    `  ${region}: ${mae.toFixed(3)}, HOG + nearest neighbours ${by('hog', region)}, always the mean ${by('mean', region)} (${subjects} subjects)`
  return [
    `Model ${modelName(model)}, ${model.promoted ? 'now in use' : 'not in use'}. ${verdict}`,
    'Mean absolute error on subjects that it has never seen (0–1 scale):',
    ...errors.filter(({ method }) => method === 'model').map(line),
  ].join('\n')
}

export const suggestVerb: Verb = {
  usage: 'suggest STUDY',
  options: [],
  takes: [1, 1],
  async run(args, _options, { services, path, progress }) {
    const study = services.session.open(path(args[0] as string))
    const made = await services.suggesting.suggestAll(study, (done, total) =>
      progress(`${done} of ${total} regions`),
    )
    return {
      json: { ...made },
      text: `${made.suggestions} suggestions by ${made.model}, ${made.withInterval} with an interval, ${made.unknown} unknown.`,
    }
  },
}

export const cardVerb: Verb = {
  usage: 'card STUDY [--out FILE]',
  options: ['out'],
  takes: [1, 1],
  run(args, options, { services, path }) {
    const { reader } = services.session.open(path(args[0] as string))
    const model = modelInUse(reader)
    const name = modelName(model)
    if (options.out === undefined) {
      const markdown = modelCard(cardInput(reader, model))
      return { json: { model: name, markdown }, text: markdown.trimEnd() }
    }
    const file = path(options.out)
    const { bytes, sha256 } = saveCard(reader, model, file)
    return { json: { model: name, file, bytes, sha256 }, text: `Wrote the card of model ${name} to ${file}.` }
  },
}
