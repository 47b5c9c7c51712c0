import { SAMPLE_SEED, SAMPLE_SUBJECTS, makeDemo } from '../sample'
import { wholeNumber } from './command-line'
import type { Verb } from './verb'

export const demoVerb: Verb = {
  usage: 'demo DIR [--subjects N] [--seed N]',
  options: ['subjects', 'seed'],
  takes: [1, 1],
  async run(args, options, { services, path, progress }) {
    const made = await makeDemo(
      services,
      path(args[0] as string),
      wholeNumber('subjects', options.subjects, SAMPLE_SUBJECTS, 2, 10_000),
      wholeNumber('seed', options.seed, SAMPLE_SEED, 0, 2 ** 31 - 1),
      (step, done, total) => {
        if (done % 10 === 0 || done === total) progress(`${step} ${done} of ${total}`)
      },
    )
    return {
      json: { ...made },
      text: `Made ${made.study}: ${made.photographs} photographs, ${made.scores} scores. The known truth is in truth.csv.`,
    }
  },
}
