import * as v from 'valibot'
import type { EditShown, PhotographDetails } from '../contract'
import type { RegionEdit } from '../domain/records'
import { SIDES } from '../domain/words'
import type { Handlers } from '../ipc'
import { nameOf, photographDetails } from '../photograph-details'
import { copyRegion, placeRegion, redoEdit, resetRegion, undoEdit } from '../regions'
import type { Services } from '../services'

const KEY = v.pipe(v.number(), v.integer(), v.minValue(1))
const POLYGON = v.pipe(
  v.array(v.tuple([v.pipe(v.number(), v.finite()), v.pipe(v.number(), v.finite())])),
  v.maxLength(500),
)

/** The regions of a photograph: placed, copied, reset; undone and done again. */
export function regionHandlers(services: Services) {
  const { session, suggesting } = services

  const edited = (photograph: number): PhotographDetails => {
    suggesting.forget()
    return photographDetails(session.study, photograph)
  }
  const shown = (edit: RegionEdit | null): EditShown | null =>
    edit && { edit: nameOf(session.study, edit), details: edited(edit.photograph) }

  return {
    placeRegion: {
      takes: v.tuple([KEY, v.string(), v.picklist(SIDES), POLYGON]),
      run: async (photograph, region, side, polygon) => {
        await placeRegion(session.study, photograph, region, side, polygon)
        return edited(photograph)
      },
    },
    resetRegion: {
      takes: v.tuple([KEY]),
      run: async (key) => edited(await resetRegion(session.study, key)),
    },
    copyRegion: {
      takes: v.tuple([KEY, v.string(), v.picklist(SIDES)]),
      run: async (photograph, region, side) => {
        await copyRegion(session.study, photograph, region, side)
        return edited(photograph)
      },
    },
    checkRegion: {
      takes: v.tuple([KEY]),
      run: (key) => photographDetails(session.study, session.study.writer.checkRegion(key).photograph),
    },
    undoEdit: { takes: v.tuple([]), run: async () => shown(await undoEdit(session.study)) },
    redoEdit: { takes: v.tuple([]), run: async () => shown(await redoEdit(session.study)) },
  } satisfies Partial<Handlers>
}
