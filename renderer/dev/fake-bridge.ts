import type { ErrorCode } from '../../electron/domain/error-codes'
import { DEFAULT_PREFERENCES } from '../../electron/contract'
import type { MalarApi, MalarBridge, MalarEvent, RecentStudy, Reply } from '../../electron/contract'
import type { AtlasRegion } from '../../electron/domain/atlas'
import { listed } from '../../electron/domain/listed-photograph'
import type { Region } from '../../electron/domain/records'
import type { Face } from './faces'
import { FakeStudy } from './fake-study'
import { fakeAbout } from './fake-about'
import { fakeImport } from './fake-import'
import { fakeLearning } from './fake-learning'

const opened = (path: string, name: string, openedAt: string, exists = true): RecentStudy => ({
  path,
  name,
  openedAt,
  exists,
})

export interface Wishes {
  study: string
  photographs: number
  slow: number
  fail: boolean
}

/** A main process in memory: enough to see and to use every screen. */
export function fakeBridge(
  atlas: AtlasRegion[],
  faces: Face[],
  wishes: Wishes,
): { bridge: MalarBridge; regionOf: (key: number) => Region } {
  const listeners = new Set<(event: MalarEvent) => void>()
  const tell = (event: MalarEvent): void => listeners.forEach((listener) => listener(event))
  const scale = wishes.study === 'grades' ? '0-4' : wishes.study === 'half' ? '0-4:0.5' : 'continuous'
  const make = (named: string): FakeStudy => new FakeStudy(atlas, faces, wishes.photographs, named)
  let study: FakeStudy | null = wishes.study === 'none' ? null : make(scale)
  const kept = study ?? make(scale)
  const current = (): FakeStudy => study ?? kept
  let saves = 0
  let recent = [
    opened('/home/ana/studies/midface-pilot.malar', 'Midface pilot', '2026-11-24T09:12:00Z'),
    opened('/home/ana/studies/jowls-2025.malar', 'Jowls 2025', '2026-10-02T15:40:00Z'),
    opened('/media/usb/teaching.malar', 'Teaching set', '2026-06-18T08:05:00Z', false),
  ]
  let preferences = DEFAULT_PREFERENCES

  const calls: Partial<MalarApi> = {
    atlas: async () => yes(atlas),
    recentStudies: async () => yes(recent),
    forgetRecent: async (path) => yes((recent = recent.filter((one) => one.path !== path))),
    newStudy: async (wanted) => yes((study = make(wanted.scale)).overview()),
    openStudy: async () => yes((study = kept).overview()),
    openSample: async () => yes((study = kept).overview()),
    closeStudy: async () => ((study = null), yes(null)),
    study: async () => yes(study?.overview() ?? null),
    addRater: async (name) => yes(current().addRater(name)),
    preferences: async () => yes(preferences),
    changePreferences: async (change) => yes((preferences = { ...preferences, ...change })),
    showMenuKeys: async () => yes(null),
    photographs: async () => yes(JSON.stringify(current().photographs.map(listed))),
    photographFigures: async (figure) => ({ ok: true, value: current().figures(figure) }),
    photograph: async (id) => yes(current().details(id)),
    changePhotograph: async (id, change) => yes(current().change(id, change)),
    placeRegion: async (id, region, side, polygon) => yes(current().place(id, region, side, polygon)),
    resetRegion: async (key) => yes(current().reset(key)),
    copyRegion: async (id, region, side) => yes(current().copy(id, region, side)),
    checkRegion: async (key) => yes(current().check(key)),
    undoEdit: async () => yes(current().walkEdits('undo')),
    redoEdit: async () => yes(current().walkEdits('redo')),
    planRound: async () => yes({ refused: null, photographs: 6, showings: 6, available: 6, pads: 60 }),
    startRound: async (rater, rules) => yes(current().startRound(rater, rules)),
    reference: async () => yes({ mean: 0.5, least: 0.4, most: 0.6, raters: 2 }),
    roundReport: async (round) => yes(current().report(round)),
    firstOpen: async (round) => yes(current().firstOpen(round)),
    task: async (round, position) => yes(current().task(round, position)),
    score: async (given) => {
      await new Promise((resolve) => setTimeout(resolve, wishes.slow))
      if (wishes.fail && ++saves % 2 === 1)
        return no('disk-full', 'The disk is full. Make room, then press Retry.')
      return yes(current().score(given))
    },
    suggest: async (round, position, leftOut) => yes(current().suggest(round, position, leftOut)),
    exemplars: async () => yes([]),
    pairs: async () => yes({ exemplars: 0, needed: 3, done: 0, open: 0, waiting: 0, pair: null }),
    strip: async () => yes({ items: [], cannotJudge: 0, waiting: [] }),
    ...fakeAbout(),
    exportStudy: async () =>
      yes({
        folder: '/home/ana/studies/midface-pilot-export',
        files: [
          { name: 'scores.csv', rows: 412, bytes: 61240 },
          { name: 'scores-wide.csv', rows: 24, bytes: 9120 },
          { name: 'suggestions.csv', rows: 480, bytes: 120400 },
          { name: 'comparisons.csv', rows: 0, bytes: 164 },
          { name: 'codebook.csv', rows: 38, bytes: 4210 },
          { name: 'manifest.json', rows: 1, bytes: 1130 },
        ],
      }),
    checkStudy: async () => yes({ ok: true, findings: [], photographs: 24, scores: 412, audit: 1290 }),
    ...fakeImport(tell),
    ...fakeLearning(tell, atlas),
  }
  const bridge = {
    ...calls,
    onEvent(listener: (event: MalarEvent) => void) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    pathOf: (file: unknown) => `/dropped/${(file as File).name}`,
  } as MalarBridge
  return { bridge, regionOf: (key) => current().region(key) }
}

/** An answer, as it comes through the bridge. */
export function yes<T>(value: T): Reply<T> {
  return { ok: true, value: JSON.parse(JSON.stringify(value)) as T }
}

/** A refusal, as it comes through the bridge. */
export function no(code: ErrorCode, message: string): Reply<never> {
  return { ok: false, error: { code, message } }
}
