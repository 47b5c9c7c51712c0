/** train and suggest. */
import { modelName } from '../domain/records/model-name'
import { DEFAULT_OBJECTIVE, OBJECTIVES } from '../learning/objectives'
import { oneOf, wholeNumber } from './command-line'
import type { Verb } from './verb'

export const trainVerb: Verb = {
  usage: `train STUDY [--seed N] [--device auto|cpu|gpu] [--objective ${OBJECTIVES.map(({ name }) => name).join('|')}]`,
  options: ['seed', 'device', 'objective'],
  takes: [1, 1],
  async run(args, options, { services, path, progress }) {
    const request = {
      seed: wholeNumber('seed', options.seed, 1, 0, 2 ** 31 - 1),
      device: oneOf('device', options.device, 'auto', ['auto', 'cpu', 'gpu']),
      objective: oneOf(
        'objective',
        options.objective,
        DEFAULT_OBJECTIVE,
        OBJECTIVES.map(({ name }) => name),
      ),
    }
    const study = services.session.open(path(args[0] as string))
    services.learning.onState = (state) => {
      if ('step' in state && state.step % 50 === 0) {
        const loss =
          state.loss === null
            ? ''
            : `, loss ${state.loss.toFixed(3)} (${state.chanceLoss.toFixed(3)} knows nothing)`
        progress(`${state.phase} ${state.step} of ${state.steps}${loss}`)
      }
    }
    const model = await services.learning.train(study, request)
    const errors = model.figures.errors
    return {
      json: {
        model: modelName(model),
        promoted: model.promoted,
        verdict: model.figures.verdict,
        objective: model.objective,
        seed: model.seed,
        device: model.device,
        steps: model.steps,
        subjects: model.subjects,
        labels: model.labels,
        chanceLoss: model.figures.chanceLoss,
        loss: model.figures.losses.at(-1)?.loss ?? null,
        raterDifference: model.figures.raterDifference,
        errors,
      },
      text: [
        `Model ${modelName(model)}, ${model.promoted ? 'now in use' : 'not in use'}. ${model.figures.verdict}`,
        'Mean absolute error on subjects that it has never seen (0–1 scale):',
        ...errors
          .filter(({ method }) => method === 'model')
          .map((figure) => {
            const mean = errors.find(({ region, method }) => method === 'mean' && region === figure.region)
            return `  ${figure.region}: ${figure.mae.toFixed(3)}, always the mean ${mean?.mae.toFixed(3) ?? '–'} (${figure.subjects} subjects)`
          }),
      ].join('\n'),
    }
  },
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
