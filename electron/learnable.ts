/** Whether there is enough to learn from, said before anything is computed. */
import type { LabelledRegion } from '../db/reader'
import type { Learnable } from './contract'
import { subjectFolds } from './domain/folds'
import { MIN_CALIBRATION_SUBJECTS } from './domain/interval'
import { MalarError } from './domain/words'
import { LEAST_SUBJECTS } from './learning/batches'

/**
 * What there is to learn from, and whether a training could begin.
 * @param parts into which the subjects are split
 * @param seed of the training: it decides which subjects are left out together
 */
export function learnable(labelled: readonly LabelledRegion[], parts: number, seed: number): Learnable {
  const subjects = labelled.map(({ subject }) => subject)
  const found = {
    subjects: new Set(subjects).size,
    least: parts,
    forIntervals: MIN_CALIBRATION_SUBJECTS,
  }
  try {
    assertSubjects(labelled, parts)
    assertLearnable(labelled, subjectFolds(subjects, parts, seed))
    return { ...found, because: '' }
  } catch (error) {
    if (error instanceof MalarError) return { ...found, because: error.message }
    throw error
  }
}

/**
 * @throws MalarError `folds` when there are fewer subjects than parts
 */
export function assertSubjects(labelled: readonly LabelledRegion[], parts: number): void {
  const { size } = new Set(labelled.map(({ subject }) => subject))
  if (size >= parts) return
  if (size === 0) {
    throw new MalarError(
      'folds',
      `No pad has a score yet. Score pads of at least ${parts} subjects (20 or more give useful suggestions), then learn.`,
    )
  }
  throw new MalarError(
    'folds',
    `There are scores of ${size} subject${size === 1 ? '' : 's'}; judging a model needs at least ${parts}. ` +
      `Score ${parts - size} more (20 or more in all give useful suggestions), then learn.`,
  )
}

/**
 * Every network is trained without a part of the subjects, and what is left has to be enough for it.
 * @throws MalarError `too-few-scores` when it is not
 */
export function assertLearnable(
  labelled: readonly LabelledRegion[],
  folds: readonly (readonly string[])[],
): void {
  for (const fold of folds) {
    const pads = new Map<string, { subjects: Set<string>; means: Set<number> }>()
    for (const { region, subject, mean } of labelled) {
      if (fold.includes(subject)) continue
      const pad = pads.get(region) ?? { subjects: new Set(), means: new Set() }
      pads.set(region, pad)
      pad.subjects.add(subject)
      pad.means.add(mean)
    }
    const enough = [...pads.values()].filter(({ subjects }) => subjects.size >= LEAST_SUBJECTS)
    if (enough.length === 0) throw tooFew('no pad has scores of enough subjects')
    if (enough.every(({ means }) => means.size < 2)) throw tooFew('the scores are all the same')
  }
}

function tooFew(what: string): MalarError {
  return new MalarError(
    'too-few-scores',
    `There is too little to learn from: without the fifth of the subjects that a model is judged on, ${what}. ` +
      'Score the same pad of more subjects that differ (20 or more give useful suggestions), then learn.',
  )
}
