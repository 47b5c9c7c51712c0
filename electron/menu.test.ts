import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, it, vi } from 'vitest'
import { acceleratorOf } from './accelerator'
import { MENU_COMMANDS } from './contract'
import type { RecentStudy } from './contract'
import { menuTemplate } from './menu'
import type { MenuActions, MenuState } from './menu'
import { DEFAULT_PREFERENCES } from './preference-values'

const STUDY: RecentStudy = { path: '/a.malar', name: 'Faces & jowls', openedAt: '', exists: true }

function menu(more: Partial<MenuState> = {}) {
  const actions = {
    command: vi.fn(),
    openRecent: vi.fn(),
    change: vi.fn(),
  } satisfies MenuActions
  const state: MenuState = {
    open: true,
    recent: [STUDY, { ...STUDY, path: '/gone.malar', exists: false }],
    keys: { 'study.new': 'Ctrl+N' },
    preferences: DEFAULT_PREFERENCES,
    development: false,
    platform: 'linux',
    ...more,
  }
  const all = flat(menuTemplate(state, actions))
  return { actions, all, at: (label: string) => all.find((item) => item.label === label) }
}

function flat(items: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])])
}
const click = (item: MenuItemConstructorOptions | undefined): void => (item?.click as unknown as () => void)()

describe('the menu', () => {
  it('has every command, and leaves their keys to the window', () => {
    const { all, at, actions } = menu()
    expect(all.flatMap(({ id }) => id ?? []).sort()).toEqual([...MENU_COMMANDS].sort())
    expect(at('&New study')).toMatchObject({ accelerator: 'CmdOrCtrl+N', registerAccelerator: false })
    expect(all.filter((item) => item.accelerator && item.registerAccelerator !== false)).toEqual([])
    click(at('&Settings'))
    expect(actions.command).toHaveBeenCalledWith('settings.show')
  })

  it('opens recent studies that are there', () => {
    const { all, at, actions } = menu()
    click(at('Faces && jowls'))
    expect(actions.openRecent).toHaveBeenCalledWith('/a.malar')
    expect(all.filter((item) => item.toolTip === '/gone.malar')).toEqual([])
    expect(menu({ recent: [] }).at('Open &recent')?.enabled).toBe(false)
  })

  it('offers nothing of a study that is not open', () => {
    const { at } = menu({ open: false })
    expect(['&Close study', '&Export…', '&Score'].map((label) => at(label)?.enabled)).toEqual([
      false,
      false,
      false,
    ])
    expect(at('&New study')?.enabled).toBe(true)
  })

  it('marks what was chosen, and changes it', () => {
    const { at, actions } = menu({ preferences: { ...DEFAULT_PREFERENCES, theme: 'dark', textSize: 150 } })
    expect([at('Dark')?.checked, at('Light')?.checked, at('150 %')?.checked]).toEqual([true, false, true])
    click(at('125 %'))
    expect(actions.change).toHaveBeenCalledWith({ textSize: 125 })
  })

  it('keeps the developer tools for development', () => {
    const tools = (development: boolean) =>
      menu({ development }).all.some(({ role }) => role === 'toggleDevTools')
    expect([tools(true), tools(false)]).toEqual([true, false])
  })
})

describe('an accelerator', () => {
  it('is the key in the words of the menu', () => {
    expect(['Ctrl+,', 'Alt+1', 'Ctrl++', 'Ctrl+ArrowLeft', '?', 'F1'].map(acceleratorOf)).toEqual([
      'CmdOrCtrl+,', 'Alt+1', 'CmdOrCtrl+Plus', 'CmdOrCtrl+Left', '?', 'F1',
    ]) // prettier-ignore
  })
  it('is left out where the menu has no word for the key', () => {
    expect([undefined, '', 'Ctrl+Ä', 'Alt+Dead'].map(acceleratorOf)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ])
  })
})
