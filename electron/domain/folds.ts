import { compareText } from './csv'
import { seeded } from './random'
import { MalarError } from './words'

/**
 * Splits subjects into folds: each subject in exactly one, sizes differing by at most one. The same
 * subjects and seed give the same folds, in whatever order the subjects come and however often.
 * @param subjects pseudonyms; repeats are one subject
 * @returns `count` lists of subjects
 * @throws MalarError `folds` with fewer subjects than folds, or fewer than two folds
 */
export function subjectFolds(subjects: Iterable<string>, count: number, seed: number): string[][] {
  const distinct = [...new Set(subjects)].sort(compareText)
  if (!Number.isInteger(count) || count < 2) {
    throw new MalarError('folds', `Subjects are split into two parts or more; ${count} is not possible.`)
  }
  if (distinct.length < count) {
    throw new MalarError(
      'folds',
      `There are scores of ${distinct.length} subjects; judging a model needs at least ${count}.`,
    )
  }
  const folds: string[][] = Array.from({ length: count }, () => [])
  seeded(seed)
    .shuffle(distinct)
    .forEach((subject, i) => folds[i % count]?.push(subject))
  return folds
}

/** The fold number of every subject. */
export function foldNumbers(folds: readonly (readonly string[])[]): Map<string, number> {
  return new Map(folds.flatMap((fold, number) => fold.map((subject) => [subject, number] as const)))
}
