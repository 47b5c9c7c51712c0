/** Commands of the window that stand in the menu too; the names are those of the window's table of keys. */
export const MENU_COMMANDS = [
  'study.new',
  'study.open',
  'study.close',
  'go.home',
  'go.photographs',
  'go.score',
  'go.scale',
  'go.model',
  'go.export',
  'settings.show',
  'text.larger',
  'text.smaller',
  'text.plain',
  'keys.show',
  'tour.show',
  'licences.show',
  'about.show',
] as const

export type MenuCommand = (typeof MENU_COMMANDS)[number]
