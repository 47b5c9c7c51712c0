import type { StudyFile } from '../../db/study-file'
import { eachStudy } from '../../db/testing/each-study'
import type { TrainingState } from '../contract'
import { Learning } from '../learning-job'
import { Suggesting } from '../suggesting'
import { BLIND, FakeEngine, SEES, labelledStudy } from './studies'

/** What every training of a test is asked for. */
export const REQUEST = { objective: 'soft-n-pair', seed: 5, device: 'auto', depth: 'head' } as const
/** Subjects of its study, all of them scored. */
export const SUBJECTS = 30

export interface LearningSetUp {
  folder: string
  study: StudyFile
  engine: FakeEngine
  suggesting: Suggesting
  learning: Learning
  /** All that the learning told of its state, in order. */
  states: TrainingState[]
}

/** A labelled study with a made-up engine that learns from it, for each test of the file that calls this. */
export function eachLearning(use: (made: LearningSetUp) => void): void {
  eachStudy(
    (study, folder) => {
      const engine = new FakeEngine()
      const suggesting = new Suggesting(engine.client)
      const learning = new Learning(engine.client, suggesting)
      const states: TrainingState[] = []
      learning.onState = (state) => states.push(state)
      use({ folder, study, engine, suggesting, learning, states })
    },
    (file) => labelledStudy(file, SUBJECTS),
  )
}

/** Trains a model that sees only noise and puts it into use all the same. @returns its key */
export async function blindModelInUse({
  study,
  engine,
  learning,
}: Pick<LearningSetUp, 'study' | 'engine' | 'learning'>): Promise<number> {
  engine.quality = BLIND
  const { id } = await learning.train(study, REQUEST)
  study.writer.promote(id)
  engine.quality = SEES
  return id
}
