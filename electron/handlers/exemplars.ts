import * as v from 'valibot'
import type { ExemplarItem } from '../contract'
import type { Handlers } from '../ipc'
import { cutMissingCrops } from '../regions'
import type { Services } from '../services'

const KEY = v.pipe(v.number(), v.integer(), v.minValue(1))

/** The exemplars that stand beside the scale. */
export function exemplarHandlers({ session }: Services) {
  const all = (): ExemplarItem[] =>
    session.study.reader
      .exemplars()
      .map(({ id, region, side, value, key }) => ({ id, region, side, value, key }))

  return {
    exemplars: { takes: v.tuple([]), run: all },
    chooseExemplar: {
      takes: v.tuple([KEY, v.pipe(v.number(), v.finite())]),
      run: async (region, value) => {
        if (!session.study.reader.crop(region)) await cutMissingCrops(session.study)
        session.study.writer.setExemplar(region, value)
        return all()
      },
    },
    removeExemplar: {
      takes: v.tuple([KEY]),
      run: (id) => {
        session.study.writer.removeExemplar(id)
        return all()
      },
    },
  } satisfies Partial<Handlers>
}
