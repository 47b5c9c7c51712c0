import { createContext, type Snippet } from 'svelte'
import type { MalarBridge, MalarEvent, NewStudy, StudyOverview } from '../../electron/contract'
import type { AtlasRegion } from '../../electron/domain/atlas'
import type { Side } from '../../electron/domain/words'
import { sentenceOf, type Client } from '../api'
import { Keys } from '../keys/keys.svelte'
import { Engine } from '../model/engine.svelte'
import { Learning } from '../model/learning.svelte'
import { Browse } from '../photographs/browse.svelte'
import { Import } from '../photographs/import.svelte'
import { Choice } from '../scale/strip.svelte'
import { Room } from '../score/room.svelte'
import { Theme } from './theme.svelte'

export type Screen = 'home' | 'photographs' | 'score' | 'scale' | 'model' | 'export'

export interface Toast {
  id: number
  words: string
  bad: boolean
}

type Bridge = Pick<MalarBridge, 'onEvent' | 'pathOf'>

/** What the whole window shares: the open study, the screen in sight, and what went wrong. */
export class App {
  readonly keys = new Keys()
  readonly theme: Theme
  /** Long work and the round outlive the screen that shows them. */
  readonly importing: Import
  readonly browse: Browse
  readonly learning: Learning
  readonly engine: Engine
  readonly room: Room
  /** The pad and the rater that the strip shows. */
  readonly scaleChoice = new Choice()
  screen = $state<Screen>('home')
  study = $state.raw<StudyOverview | null>(null)
  atlas = $state.raw<AtlasRegion[]>([])
  toasts = $state.raw<Toast[]>([])
  keysShown = $state(false)
  /** The sample study is being opened, and how far its making has come. */
  opening = $state(false)
  progress = $state.raw<{ done: number; total: number } | null>(null)
  ready = $state(false)
  /** A screen's own words in the header. */
  header = $state.raw<Snippet | null>(null)
  /** Paths that were dropped on the window and wait for the photographs screen. */
  dropped = $state.raw<string[]>([])
  #toastId = 0

  constructor(
    readonly client: Client,
    private readonly bridge: Bridge,
  ) {
    this.theme = new Theme(client)
    this.importing = new Import(client, () => void this.refresh())
    this.browse = new Browse(client)
    this.learning = new Learning(client)
    this.engine = new Engine(client)
    this.room = new Room(client)
  }

  /** Reads what is open and listens to the main process. @returns a function that stops listening */
  start(): () => void {
    const stop = this.bridge.onEvent((event) => this.#heard(event))
    void this.attempt(() => this.theme.load())
    void this.attempt(async () => {
      this.atlas = await this.client.atlas()
      this.#opened(await this.client.study())
      this.ready = true
    })
    return stop
  }

  go(screen: Screen): void {
    if (screen !== 'home' && !this.study) return
    this.screen = screen
  }

  /** Runs an act; what it throws is shown. @returns its value, or null when it failed */
  async attempt<T>(act: () => Promise<T>): Promise<T | null> {
    try {
      return await act()
    } catch (error) {
      this.say(sentenceOf(error), true)
      return null
    }
  }

  async refresh(): Promise<void> {
    const study = await this.attempt(() => this.client.study())
    if (study) this.study = study
  }

  async newStudy(study: NewStudy): Promise<boolean> {
    return this.#opened(await this.attempt(() => this.client.newStudy(study)), 'photographs')
  }

  async open(path: string | null): Promise<boolean> {
    return this.#opened(await this.attempt(() => this.client.openStudy(path)))
  }

  /** It is made when it is first opened, which takes a minute or two. */
  async openSample(): Promise<boolean> {
    if (this.opening) return false
    this.opening = true
    this.screen = 'home'
    const study = await this.attempt(() => this.client.openSample())
    this.opening = false
    this.progress = null
    return this.#opened(study, 'score')
  }

  async close(): Promise<void> {
    await this.attempt(() => this.client.closeStudy())
    this.study = null
    this.screen = 'home'
  }

  /** Files fell on the window: a study is opened, anything else goes to the import. */
  async drop(files: readonly unknown[]): Promise<void> {
    const paths = files.map((file) => this.bridge.pathOf(file)).filter(Boolean)
    const study = paths.find((path) => path.toLowerCase().endsWith('.malar'))
    if (study) await this.open(study)
    else if (!this.study) this.say('Open a study first, or make a new one: photographs go into it.', true)
    else if (paths.length > 0) {
      this.dropped = paths
      this.screen = 'photographs'
    }
  }

  say(words: string, bad = false): void {
    const id = ++this.#toastId
    this.toasts = [...this.toasts.slice(-2), { id, words, bad }]
    if (!bad) setTimeout(() => this.dismiss(id), 6000)
  }

  dismiss(id: number): void {
    this.toasts = this.toasts.filter((toast) => toast.id !== id)
  }

  /** A pad's name as the atlas gives it. */
  padName(region: string): string {
    return this.atlas.find((entry) => entry.id === region)?.name ?? region
  }

  /** A pad with its side, as a title: `Malar mound / SOOF, left`. */
  padTitle(region: string, side: Side): string {
    return side === 'midline' ? this.padName(region) : `${this.padName(region)}, ${side}`
  }

  #opened(study: StudyOverview | null, screen?: Screen): boolean {
    if (!study) return false
    if (this.study?.path !== study.path) {
      this.room.forget()
      this.browse.forget()
    }
    this.study = study
    this.screen = screen ?? (study.counts.photographs > 0 ? 'score' : 'photographs')
    return true
  }

  #heard(event: MalarEvent): void {
    if (event.type === 'study-changed') void this.#changed()
    if (event.type === 'notice') this.say(event.message, true)
    if (event.type === 'open-sample') void this.openSample()
    if (event.type === 'import-progress' && this.opening) this.progress = event
    if (event.type === 'go') {
      if (event.screen === 'keys') this.keysShown = true
      else this.go(event.screen)
    }
    this.importing.heard(event)
    this.learning.heard(event)
    this.engine.heard(event)
  }

  async #changed(): Promise<void> {
    const before = this.study?.path
    const study = await this.attempt(() => this.client.study())
    if (!study) {
      this.study = null
      this.screen = 'home'
    } else if (study.path !== before) this.#opened(study)
    else this.study = study
  }
}

/** The app for every component below the window. */
export const [useApp, provideApp] = createContext<App>()
