import * as v from 'valibot'
import { CHANGE_REASONS } from '../domain/change-reasons'
import { SIDES } from '../domain/words'
import type { Handlers } from '../ipc'
import type { Services } from '../services'
import { rescore, stripOf } from '../strip'

const KEY = v.pipe(v.number(), v.integer(), v.minValue(1))

/** The strip: one pad over all photographs, and moving a score along it. */
export function stripHandlers({ session, suggesting }: Services) {
  return {
    strip: {
      takes: v.tuple([v.string(), v.nullable(v.picklist(SIDES)), KEY]),
      run: (region, side, rater) => stripOf(session.study.reader, region, side, rater),
    },
    rescore: {
      takes: v.tuple([
        v.object({
          score: KEY,
          value: v.pipe(v.number(), v.finite()),
          reason: v.picklist(CHANGE_REASONS),
          words: v.pipe(v.string(), v.maxLength(200)),
        }),
      ]),
      run: (moved) => {
        const item = rescore(session.study, moved)
        suggesting.noteNewScores()
        return item
      },
    },
  } satisfies Partial<Handlers>
}
