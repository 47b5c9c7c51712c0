import * as v from 'valibot'
import type { Handlers } from '../ipc'
import { chooseTheme, chosenTheme } from '../preferences'

/** What the person chose for this computer, whatever the study. */
export function preferenceHandlers() {
  return {
    theme: { takes: v.tuple([]), run: () => chosenTheme() },
    chooseTheme: {
      takes: v.tuple([v.picklist(['system', 'light', 'dark'])]),
      run: (name) => {
        chooseTheme(name)
        return null
      },
    },
  } satisfies Partial<Handlers>
}
