import * as v from 'valibot'
import type { AppMenu } from '../app-menu'
import { MENU_COMMANDS } from '../contract'
import type { Handlers } from '../ipc'
import { PREFERENCE_CHANGE } from '../preferences'
import type { Preferences } from '../preferences'

/** What the person chose for this computer, whatever the study. */
export function preferenceHandlers(preferences: Preferences, menu: Pick<AppMenu, 'showKeys'>) {
  return {
    preferences: { takes: v.tuple([]), run: () => preferences.values },
    changePreferences: {
      takes: v.tuple([PREFERENCE_CHANGE]),
      run: (change) => preferences.change(change),
    },
    showMenuKeys: {
      takes: v.tuple([v.record(v.picklist(MENU_COMMANDS), v.pipe(v.string(), v.maxLength(40)))]),
      run: (keys) => {
        menu.showKeys(keys)
        return null
      },
    },
  } satisfies Partial<Handlers>
}
