/** What the handlers and the verbs work with, made once at start. */
import type { EngineClient } from './engine-client'
import type { Importing } from './importing'
import type { Learning } from './learning-job'
import type { StudySession } from './study-session'
import type { Suggesting } from './suggesting'

export interface Services {
  session: StudySession
  engine: EngineClient
  importing: Importing
  learning: Learning
  suggesting: Suggesting
  /** Path of a fresh copy of the sample study, which is made when it is first wanted. */
  sample(): Promise<string>
  /** A seed for a new round: random, then kept in the study. */
  newSeed(): number
  /** @throws MalarError `busy` while an import or a training needs the open study */
  assertIdle(): void
}
