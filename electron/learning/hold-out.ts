/** Sets subjects aside, so that a training can be told when to stop by crops that it does not learn from. */
import type { TrainingExample } from '../engine-protocol'
import { LEAST_SUBJECTS } from './batches'
import { Random } from './random'

const SHARE = 0.2

/**
 * Parts examples by subject, all crops of a subject on the same side.
 * @param seed the same examples and the same seed give the same parts
 * @returns a fifth of the subjects for validation, at least LEAST_SUBJECTS; none where fewer than that would be left to
 *   learn from
 */
export function holdOutSubjects(
  examples: readonly TrainingExample[],
  seed: number,
): { training: TrainingExample[]; validation: TrainingExample[] } {
  const subjects = [...new Set(examples.map(({ subject }) => subject))].sort()
  const wanted = Math.max(LEAST_SUBJECTS, Math.round(SHARE * subjects.length))
  const count = subjects.length - wanted < LEAST_SUBJECTS ? 0 : wanted
  const held = new Set(new Random(seed).shuffle(subjects).slice(0, count))
  return {
    training: examples.filter(({ subject }) => !held.has(subject)),
    validation: examples.filter(({ subject }) => held.has(subject)),
  }
}
