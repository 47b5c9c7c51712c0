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
import { Tour } from '../home/tour.svelte'
import { Preferences } from '../settings/preferences.svelte'
import { isAside, type Screen } from './screens'

export type { Screen }

export interface Toast {
  id: number
  words: string
  bad: boolean
}

type Bridge = Pick<MalarBridge, 'onEvent' | 'pathOf'>

/** What the whole window shares: the open study, the screen in sight, and what went wrong. */
export class App {
  readonly preferences: Preferences
  readonly keys: Keys
  readonly tour: Tour
  /** Long work and the round outlive the screen that shows them. */
  readonly importing: Import
  readonly browse: Browse
  readonly learning: Learning
  readonly engine: Engine
  readonly room: Room
  /** The pad and the rater that the strip shows. */
  readonly scaleChoice = new Choice()
  screen = $state<Screen>('home')
  /** The form of a new study is open on the home screen. */
  making = $state(false)
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
  /** Paths that were dropped on the window and wait for a study and its photographs screen. */
  dropped = $state.raw<string[]>([])
  #before: Screen = 'home'
  #toastId = 0

  constructor(
    readonly client: Client,
    private readonly bridge: Bridge,
  ) {
    this.preferences = new Preferences(client)
    this.keys = new Keys(() => this.preferences.values.keys)
    this.tour = new Tour(this.preferences)
    this.importing = new Import(client, () => void this.refresh())
    this.browse = new Browse(client)
    this.learning = new Learning(client)
    this.engine = new Engine(client)
    this.room = new Room(client, () => this.preferences.values.idleSeconds)
  }

  /** Reads what is open and listens to the main process. @returns a function that stops listening */
  start(): () => void {
    const stop = this.bridge.onEvent((event) => this.#heard(event))
    void this.attempt(() => this.preferences.load())
    void this.attempt(async () => {
      this.atlas = await this.client.atlas()
      this.#opened(await this.client.study())
      this.ready = true
    })
    return stop
  }

  go(screen: Screen): void {
    if (!this.study && screen !== 'home' && !isAside(screen)) return
    if (isAside(screen) && !isAside(this.screen)) this.#before = this.screen
    this.making = false
    this.screen = screen
  }

  /** Leaves the settings, and what else lies aside of the work. */
  goBack(): void {
    this.go(this.#before)
  }

  /** Shows the form of a new study. */
  make(): void {
    this.screen = 'home'
    this.making = true
  }

  /** Shows the tour from its beginning. */
  showTour(): void {
    this.keysShown = false
    this.go('home')
    this.tour.begin()
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
    if (this.#unsaved()) return false
    return this.#opened(await this.attempt(() => this.client.newStudy(study)), 'photographs')
  }

  /** @param path null to be asked for it */
  async open(path: string | null): Promise<boolean> {
    if (this.#unsaved()) return false
    return this.#opened(await this.attempt(() => this.client.openStudy(path)))
  }

  /** It is made when it is first opened, which takes a minute or two. */
  async openSample(): Promise<boolean> {
    if (this.opening || this.#unsaved()) return false
    this.opening = true
    this.go('home')
    const study = await this.attempt(() => this.client.openSample())
    this.opening = false
    this.progress = null
    return this.#opened(study, 'score')
  }

  async close(): Promise<void> {
    if (!this.study || this.#unsaved()) return
    await this.attempt(async () => {
      await this.client.closeStudy()
      this.study = null
      this.room.forget()
      this.go('home')
    })
  }

  /**
   * Files fell on the window: a study is opened, anything else goes to the import. Without a study they wait for the
   * one that is made or opened next.
   */
  async drop(files: readonly unknown[]): Promise<void> {
    const paths = files.map((file) => this.bridge.pathOf(file)).filter(Boolean)
    const study = paths.find((path) => path.toLowerCase().endsWith('.malar'))
    if (study) await this.open(study)
    else if (paths.length > 0) {
      this.dropped = paths
      if (this.study) this.go('photographs')
      else this.make()
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
      this.importing.forget()
      this.learning.forget()
    }
    this.study = study
    const wanted = this.dropped.length > 0 ? 'photographs' : screen
    this.go(wanted ?? (study.counts.photographs > 0 ? 'score' : 'photographs'))
    return true
  }

  /** An answer that is not on disk must not be lost with its study. */
  #unsaved(): boolean {
    if (!this.room.session?.failure) return false
    this.say('One answer is not saved yet. Retry or discard it first, on the Score screen.', true)
    this.go('score')
    return true
  }

  #heard(event: MalarEvent): void {
    if (event.type === 'study-changed') void this.#changed()
    if (event.type === 'notice') this.say(event.message, true)
    if (event.type === 'open-sample') void this.openSample()
    if (event.type === 'import-progress' && this.opening) this.progress = event
    if (event.type === 'command') this.keys.run(event.command)
    if (event.type === 'open-recent') void this.open(event.path)
    if (event.type === 'preferences') this.preferences.heard(event.values)
    this.importing.heard(event)
    this.learning.heard(event)
    this.engine.heard(event)
  }

  async #changed(): Promise<void> {
    const before = this.study?.path
    const study = await this.attempt(() => this.client.study())
    if (!study) {
      this.study = null
      if (!isAside(this.screen)) this.screen = 'home'
    } else if (study.path !== before) this.#opened(study)
    else this.study = study
  }
}

/** The app for every component below the window. */
export const [useApp, provideApp] = createContext<App>()
