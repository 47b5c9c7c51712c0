/** What the person chose, in one file per computer: the window's own storage is in memory only. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { writeAtomically } from './atomic-file'
import { note } from './log'
import { DEFAULT_PREFERENCES, IDLE_LIMIT, TEXT_SIZES, THEMES } from './preference-values'
import type { PreferenceValues } from './preference-values'

const FILE = 'preferences.json'

const KEY_NAME = v.pipe(v.string(), v.minLength(1), v.maxLength(40))
/** What is no key is left out; the others stay. */
const KEPT_KEYS = v.pipe(
  v.record(v.string(), v.unknown()),
  v.transform((kept) =>
    Object.fromEntries(
      Object.entries(kept).flatMap(([command, key]) => (v.is(KEY_NAME, key) ? [[command, key]] : [])),
    ),
  ),
)
const THEME = v.picklist(THEMES)
const TEXT_SIZE = v.picklist(TEXT_SIZES)
const IDLE_SECONDS = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(IDLE_LIMIT.least),
  v.maxValue(IDLE_LIMIT.most),
)

/** Each part that cannot be read is as if nothing had been chosen. */
const KEPT = v.fallback(
  v.object({
    theme: v.fallback(THEME, DEFAULT_PREFERENCES.theme),
    textSize: v.fallback(TEXT_SIZE, DEFAULT_PREFERENCES.textSize),
    idleSeconds: v.fallback(IDLE_SECONDS, DEFAULT_PREFERENCES.idleSeconds),
    keys: v.fallback(KEPT_KEYS, DEFAULT_PREFERENCES.keys),
    tourSeen: v.fallback(v.boolean(), DEFAULT_PREFERENCES.tourSeen),
  }),
  DEFAULT_PREFERENCES,
)

/** A change as the window may ask for it. */
export const PREFERENCE_CHANGE = v.partial(
  v.strictObject({
    theme: THEME,
    textSize: TEXT_SIZE,
    idleSeconds: IDLE_SECONDS,
    keys: v.record(v.pipe(v.string(), v.maxLength(60)), KEY_NAME),
    tourSeen: v.boolean(),
  }),
)

/** The preferences of this computer. */
export class Preferences {
  #values: PreferenceValues
  /** Called after every change. */
  onChange: (values: PreferenceValues) => void = () => undefined

  /** @param folder where the file lies, or will lie */
  constructor(private readonly folder: string) {
    this.#values = readPreferences(folder)
  }

  get values(): PreferenceValues {
    return this.#values
  }

  /** Takes over what is given and keeps it. Where it cannot be kept, it lasts as long as the app runs. */
  change(change: Partial<PreferenceValues>): PreferenceValues {
    this.#values = { ...this.#values, ...change }
    try {
      writeAtomically(this.folder, FILE, [JSON.stringify(this.#values, null, 1)])
    } catch (error) {
      note('preferences were not kept', error)
    }
    this.onChange(this.#values)
    return this.#values
  }
}

function readPreferences(folder: string): PreferenceValues {
  try {
    return v.parse(KEPT, JSON.parse(readFileSync(join(folder, FILE), 'utf8')))
  } catch {
    return DEFAULT_PREFERENCES
  }
}
