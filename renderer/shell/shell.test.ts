import { describe, expect, it, vi } from 'vitest'
import { DEFAULT_PREFERENCES } from '../../electron/contract'
import type { MalarApi, MalarEvent, StudyOverview } from '../../electron/contract'
import type { AtlasRegion } from '../../electron/domain/atlas'
import { clientOf, type Client } from '../api'
import { Export } from '../export/export.svelte'
import { NewStudyForm } from '../home/new-study.svelte'
import { App } from './app.svelte'

describe('the client', () => {
  it('unwraps values and throws the main process’s sentence', async () => {
    const bridge = {
      openStudy: vi.fn(async () => ({ ok: true, value: null })),
      addRater: vi.fn(async () => ({ ok: false, error: { code: 'identifier', message: 'No.' } })),
    } as unknown as MalarApi
    const client = clientOf(bridge)
    expect(await client.openStudy('/a.malar')).toBe(null)
    expect(bridge.openStudy).toHaveBeenCalledWith('/a.malar')
    await expect(client.addRater('?')).rejects.toMatchObject({ code: 'identifier', message: 'No.' })
  })
})

function window_() {
  let listener: (event: MalarEvent) => void = () => {}
  let open: StudyOverview | null = null
  const study = { path: '/a.malar', counts: { photographs: 2 } } as StudyOverview
  const client = {
    preferences: vi.fn(async () => DEFAULT_PREFERENCES),
    changePreferences: vi.fn(async () => DEFAULT_PREFERENCES),
    closeStudy: vi.fn(async () => null),
    atlas: vi.fn(async () => []),
    study: vi.fn(async () => open),
    openStudy: vi.fn(async () => study),
    planImport: vi.fn(async () => null),
  }
  const bridge = {
    onEvent: (one: (event: MalarEvent) => void) => ((listener = one), () => {}),
    pathOf: (file: unknown) => String(file),
  }
  const app = new App(client as unknown as Client, bridge)
  return {
    app,
    client,
    study,
    tell: (event: MalarEvent) => listener(event),
    opens: (one: StudyOverview | null) => (open = one),
  }
}
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2))

describe('the app', () => {
  it('goes to no screen of a study that is not open', () => {
    const { app } = window_()
    app.go('score')
    expect(app.screen).toBe('home')
  })
  it('opens a dropped study, and imports dropped photographs into an open one', async () => {
    const { app, client } = window_()
    await app.drop(['/x/a.MALAR'])
    expect(client.openStudy).toHaveBeenCalledWith('/x/a.MALAR')
    await app.drop(['/x/face.jpg'])
    expect([app.dropped, app.screen]).toEqual([['/x/face.jpg'], 'photographs'])
  })
  it('keeps dropped photographs for the study that is made or opened next', async () => {
    const { app } = window_()
    await app.drop(['/x/face.jpg'])
    expect([app.dropped, app.screen, app.making]).toEqual([['/x/face.jpg'], 'home', true])
    await app.open('/a.malar')
    expect([app.dropped, app.screen, app.making]).toEqual([['/x/face.jpg'], 'photographs', false])
  })
  it('comes back from the settings to where it was', async () => {
    const { app } = window_()
    await app.open('/a.malar')
    for (let i = 0; i < 2; i++) app.go('settings')
    app.goBack()
    expect(app.screen).toBe('score')
  })
  it('leaves no study while an answer is not saved', async () => {
    const { app, client } = window_()
    await app.open('/a.malar')
    app.room.session = { failure: { message: 'The disk is full.' } } as never
    app.go('home')
    await app.close()
    expect(await app.open('/b.malar')).toBe(false)
    expect([client.closeStudy.mock.calls.length, client.openStudy.mock.calls.length]).toEqual([0, 1])
    expect([app.screen, app.toasts[0]?.bad]).toEqual(['score', true])
  })
  it('shows nothing of the study before: no plan of an import, no model', async () => {
    const { app, client, study } = window_()
    await app.open('/a.malar')
    const plan = { id: 1, accepted: [], duplicate: [], refused: [], manifest: null }
    client.planImport.mockResolvedValueOnce(plan as never)
    await app.importing.look({ paths: ['/p.jpg'] })
    app.learning.models = [{ id: 1 }] as typeof app.learning.models
    app.learning.show(1)
    expect([app.importing.phase, app.learning.shown?.id]).toEqual(['plan', 1])
    client.openStudy.mockResolvedValueOnce({ ...study, path: '/b.malar' })
    await app.open('/b.malar')
    expect([app.importing.phase, app.importing.plan, app.learning.shown]).toEqual(['idle', null, null])
    let answer = (_: unknown): void => {}
    client.planImport.mockReturnValueOnce(new Promise((then) => (answer = then)) as never)
    const looking = app.importing.look({ paths: ['/q.jpg'] })
    await app.open('/a.malar')
    answer(plan)
    await looking
    expect([app.importing.phase, app.importing.plan]).toEqual(['idle', null])
  })

  it('follows the main process: another study, a command, preferences', async () => {
    const { app, study, tell, opens } = window_()
    app.start()
    await settled()
    opens(study)
    tell({ type: 'study-changed' })
    await settled()
    expect([app.study?.path, app.screen]).toEqual(['/a.malar', 'score'])
    app.keys.use('everywhere', { 'go.export': () => app.go('export') })
    tell({ type: 'command', command: 'go.export' })
    tell({ type: 'preferences', values: { ...DEFAULT_PREFERENCES, theme: 'dark' } })
    expect([app.screen, app.preferences.theme]).toEqual(['export', 'dark'])
    opens(null)
    tell({ type: 'study-changed' })
    await settled()
    expect([app.study, app.screen]).toEqual([null, 'home'])
  })
})

describe('a new study', () => {
  const atlas = ['bag', 'jowl'].map((id) => ({ id }) as AtlasRegion)
  it('says what is missing, then gives the form', () => {
    const form = new NewStudyForm(atlas)
    expect([form.finish(), form.missing]).toEqual([null, 'Give the study a name.'])
    form.name = ' Pilot '
    form.toggle('bag')
    form.kind = 'half'
    expect(form.finish()).toBe(null)
    form.rater = 'A'
    expect(form.finish()).toEqual({ name: 'Pilot', rater: 'A', regions: ['jowl'], scale: '0-4:0.5' })
    form.choose('none')
    expect([form.finish(), form.missing]).toEqual([null, 'Choose at least one pad.'])
  })
})

describe('export', () => {
  it('keeps the last result when the person cancels, and says what failed', async () => {
    const result = { folder: '/out', files: [] }
    const exportStudy = vi
      .fn<Client['exportStudy']>()
      .mockResolvedValueOnce(result)
      .mockResolvedValueOnce(null)
    const leaving = new Export({ exportStudy, checkStudy: () => Promise.reject(new Error('Damaged.')) })
    await leaving.write()
    await leaving.write()
    await leaving.checkStudy()
    expect([leaving.result, leaving.failure, leaving.running]).toEqual([result, 'Damaged.', 'nothing'])
  })
})
