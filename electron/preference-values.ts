/** What a person may choose for a computer, whatever the study; the window knows these words too. */

export const THEMES = ['system', 'light', 'dark'] as const
export type ThemeName = (typeof THEMES)[number]

/** Percent of the size that everything in the window has by itself. */
export const TEXT_SIZES = [100, 110, 125, 150] as const
export type TextSize = (typeof TEXT_SIZES)[number]

/** Seconds without a sign of life after which the clock of active time stops. */
export const IDLE_LIMIT = { least: 5, most: 600 } as const

export interface PreferenceValues {
  theme: ThemeName
  textSize: TextSize
  /** A gap without any key or click longer than this counts as this much, not more. */
  idleSeconds: number
  /** Keys that were given to commands, by the command's name; all others have their own. */
  keys: Record<string, string>
  /** The tour was finished or skipped. */
  tourSeen: boolean
}

export const DEFAULT_PREFERENCES: PreferenceValues = {
  theme: 'system',
  textSize: 100,
  idleSeconds: 30,
  keys: {},
  tourSeen: false,
}
