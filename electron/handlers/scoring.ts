import * as v from 'valibot'
import { CANNOT_JUDGE_REASONS } from '../domain/words'
import { MalarError } from '../domain/words'
import type { Handlers } from '../ipc'
import { roundSummary, saveScore, scoringTask, startRound } from '../scoring'
import type { Services } from '../services'

const KEY = v.pipe(v.number(), v.integer(), v.minValue(1))
const POSITION = v.pipe(v.number(), v.integer(), v.minValue(0))

/** Scoring: rounds, tasks, scores, suggestions. */
export function scoringHandlers(services: Services) {
  const { session, suggesting } = services
  return {
    startRound: {
      takes: v.tuple([KEY, v.picklist(['blind', 'assisted'])]),
      run: (rater, mode) => startRound(session.study, rater, mode, services.newSeed()),
    },
    firstOpen: { takes: v.tuple([KEY]), run: (round) => session.study.reader.firstOpen(round) },
    task: {
      takes: v.tuple([KEY, POSITION]),
      run: (round, position) => scoringTask(session.study.reader, round, position),
    },
    score: {
      takes: v.tuple([
        v.object({
          round: KEY,
          position: POSITION,
          value: v.nullable(v.pipe(v.number(), v.finite())),
          reason: v.nullable(v.picklist(CANNOT_JUDGE_REASONS)),
          note: v.pipe(v.string(), v.maxLength(2000)),
          suggestion: v.nullable(KEY),
          suggestionSeen: v.picklist(['no', 'before']),
          seconds: v.pipe(v.number(), v.finite()),
        }),
      ]),
      run: (given) => {
        const saved = saveScore(session.study, given)
        suggesting.noteNewScores()
        return saved
      },
    },
    suggest: {
      takes: v.tuple([KEY, POSITION, v.pipe(v.array(KEY), v.maxLength(100))]),
      run: (round, position, leftOut) => {
        const { reader } = session.study
        if (roundSummary(reader, round).mode === 'blind') {
          throw new MalarError('blind', 'A blind round has no suggestions.')
        }
        return suggesting.view(session.study, reader.assignmentAt(round, position).region, leftOut)
      },
    },
  } satisfies Partial<Handlers>
}
