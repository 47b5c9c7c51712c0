import * as v from 'valibot'
import { CANNOT_JUDGE_REASONS, ROUND_MODES, ROUND_ORDERINGS } from '../domain/words'
import { MalarError, isBlind } from '../domain/words'
import type { Handlers } from '../ipc'
import { roundReport } from '../round-report'
import { planRound, startRound } from '../rounds'
import { maySuggest, openRegions, otherSideOpen, referenceFor, saveScore, scoringTask } from '../scoring'
import type { Services } from '../services'
import { viewWithoutSubjects } from '../window-model'

const KEY = v.pipe(v.number(), v.integer(), v.minValue(1))
const POSITION = v.pipe(v.number(), v.integer(), v.minValue(0))

const COUNT = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000))
const RULES = v.object({
  mode: v.picklist(ROUND_MODES),
  ordering: v.picklist(ROUND_ORDERINGS),
  photographs: v.nullable(v.pipe(COUNT, v.minValue(1))),
  repeats: COUNT,
  gap: COUNT,
  repeatOf: v.nullable(KEY),
  oneSided: v.boolean(),
})

/** Scoring: rounds, tasks, scores, suggestions. */
export function scoringHandlers(services: Services) {
  const { session, suggesting } = services
  return {
    planRound: {
      takes: v.tuple([v.nullable(KEY), RULES]),
      run: (rater, rules) => planRound(session.study.reader, rater, rules),
    },
    startRound: {
      takes: v.tuple([KEY, RULES]),
      run: (rater, rules) => startRound(session.study, rater, rules, services.newSeed()),
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
          altered: v.boolean(),
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
      run: async (roundId, position, leftOut) => {
        const { reader } = session.study
        const assignment = reader.assignmentAt(roundId, position)
        const round = reader.round(roundId)
        if (!maySuggest(reader, round, assignment)) {
          throw new MalarError('blind', 'A blind round has no suggestions.')
        }
        const view = await suggesting.view(session.study, assignment.region, leftOut)
        if (!view || !isBlind(round.mode)) return view
        const seen = viewWithoutSubjects(view, openRegions(reader, round))
        return otherSideOpen(reader, assignment) ? { ...seen, asymmetry: null } : seen
      },
    },
    reference: {
      takes: v.tuple([KEY, POSITION]),
      run: (round, position) => referenceFor(session.study.reader, round, position),
    },
    roundReport: { takes: v.tuple([KEY]), run: (round) => roundReport(session.study.reader, round) },
  } satisfies Partial<Handlers>
}
