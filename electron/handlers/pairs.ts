import * as v from 'valibot'
import type { PairsState } from '../contract'
import { OUTCOMES } from '../domain/pairs'
import { SIDES, type Side } from '../domain/words'
import type { Handlers } from '../ipc'
import { acceptPairs, compare, pairsState } from '../pairs'
import type { Services } from '../services'

const KEY = v.pipe(v.number(), v.integer(), v.minValue(1))
const SIDE = v.nullable(v.picklist(SIDES))

/** Scoring by pairs. Every act answers with what is to be compared next. */
export function pairsHandlers({ session, suggesting }: Services) {
  const state = (key: number, side: Side | null, rater: number): PairsState => {
    const { reader } = session.study
    return pairsState(reader, reader.region(key).region, side, rater)
  }
  return {
    pairs: {
      takes: v.tuple([v.string(), SIDE, KEY]),
      run: (region, side, rater) => pairsState(session.study.reader, region, side, rater),
    },
    compare: {
      takes: v.tuple([
        v.object({
          rater: KEY,
          region: KEY,
          exemplar: KEY,
          outcome: v.picklist(OUTCOMES),
          seconds: v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(86_400))),
        }),
        SIDE,
      ]),
      run: (given, side) => {
        compare(session.study, given)
        return state(given.region, side, given.rater)
      },
    },
    undoComparison: {
      takes: v.tuple([KEY, SIDE, KEY]),
      run: (key, side, rater) => {
        session.study.writer.withdrawComparison(key, rater)
        return state(key, side, rater)
      },
    },
    acceptPairs: {
      takes: v.tuple([KEY, SIDE, KEY]),
      run: (key, side, rater) => {
        acceptPairs(session.study, key, rater)
        suggesting.noteNewScores()
        return state(key, side, rater)
      },
    },
  } satisfies Partial<Handlers>
}
