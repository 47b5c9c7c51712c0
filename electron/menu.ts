/**
 * The application menu. What stands in it is done by the window, by the same command as its key. So the menu only
 * shows those keys and never listens to them: a key acts once.
 */
import type { MenuItemConstructorOptions } from 'electron'
import { acceleratorOf } from './accelerator'
import type { MenuCommand, PreferenceValues, RecentStudy } from './contract'
import { TEXT_SIZES, THEMES } from './preference-values'

/** What the menu shows. */
export interface MenuState {
  /** Whether a study is open. */
  open: boolean
  recent: readonly RecentStudy[]
  keys: Partial<Record<MenuCommand, string>>
  preferences: PreferenceValues
  /** Started by who works on the program itself. */
  development: boolean
  platform: NodeJS.Platform
}

export interface MenuActions {
  command(command: MenuCommand): void
  openRecent(path: string): void
  change(change: Partial<PreferenceValues>): void
}

const THEME_WORDS = { system: 'As the computer', light: 'Light', dark: 'Dark' }
/** Longer lists are for the home screen. */
const RECENT_SHOWN = 9

/** The menu as Electron takes it. */
export function menuTemplate(state: MenuState, actions: MenuActions): MenuItemConstructorOptions[] {
  const item = (label: string, command: MenuCommand, enabled = true): MenuItemConstructorOptions => ({
    label,
    id: command,
    enabled,
    accelerator: acceleratorOf(state.keys[command]),
    registerAccelerator: false,
    click: () => actions.command(command),
  })
  const line: MenuItemConstructorOptions = { type: 'separator' }
  const mac = state.platform === 'darwin'
  const recent = state.recent.filter(({ exists }) => exists).slice(0, RECENT_SHOWN)
  return [
    ...(mac ? [{ role: 'appMenu' as const }] : []),
    {
      label: '&File',
      submenu: [
        item('&New study', 'study.new'),
        item('&Open…', 'study.open'),
        {
          label: 'Open &recent',
          enabled: recent.length > 0,
          submenu: recent.map(({ name, path }) => ({
            label: name.replaceAll('&', '&&'),
            toolTip: path,
            click: () => actions.openRecent(path),
          })),
        },
        item('&Close study', 'study.close', state.open),
        line,
        item('&Export…', 'go.export', state.open),
        line,
        item('&Settings', 'settings.show'),
        line,
        mac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        item('&Home', 'go.home'),
        item('&Photographs', 'go.photographs', state.open),
        item('&Score', 'go.score', state.open),
        item('S&cale', 'go.scale', state.open),
        item('&Model', 'go.model', state.open),
        line,
        {
          label: '&Theme',
          submenu: THEMES.map((theme) => ({
            label: THEME_WORDS[theme],
            type: 'radio' as const,
            checked: state.preferences.theme === theme,
            click: () => actions.change({ theme }),
          })),
        },
        {
          label: 'Te&xt size',
          submenu: [
            ...TEXT_SIZES.map((textSize) => ({
              label: `${textSize} %`,
              type: 'radio' as const,
              checked: state.preferences.textSize === textSize,
              click: () => actions.change({ textSize }),
            })),
            line,
            item('&Larger', 'text.larger'),
            item('&Smaller', 'text.smaller'),
            item('As it &was', 'text.plain'),
          ],
        },
        line,
        { role: 'togglefullscreen' },
        ...(state.development ? [line, { role: 'toggleDevTools' as const }] : []),
      ],
    },
    {
      label: '&Help',
      submenu: [
        item('&Keys', 'keys.show'),
        item('&Tour', 'tour.show'),
        line,
        item('&Third-party licences', 'licences.show'),
        item('&About Malar', 'about.show'),
      ],
    },
  ]
}
