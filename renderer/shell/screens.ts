/** The screens of the window; those of a study, in the order of the work, are in its header. */
export const STUDY_SCREENS = [
  { screen: 'home', words: 'Home' },
  { screen: 'photographs', words: 'Photographs' },
  { screen: 'score', words: 'Score' },
  { screen: 'scale', words: 'Scale' },
  { screen: 'model', words: 'Model' },
  { screen: 'export', words: 'Export' },
] as const

/** Screens that are left for the one before; they need no study. */
const ASIDE = ['settings', 'about', 'licences'] as const

export type StudyScreen = (typeof STUDY_SCREENS)[number]['screen']
export type Screen = StudyScreen | (typeof ASIDE)[number]

/** Whether a screen is left for the one before. */
export function isAside(screen: Screen): boolean {
  return (ASIDE as readonly Screen[]).includes(screen)
}
