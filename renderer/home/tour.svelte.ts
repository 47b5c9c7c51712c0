import type { CommandId } from '../keys/commands'
import type { Preferences } from '../settings/preferences.svelte'
import type { Screen, StudyScreen } from '../shell/screens'

export interface TourStep {
  /** The screen that the step is about; its tab is marked. */
  screen: StudyScreen
  title: string
  words: string
  command: CommandId
}

export const STEPS: readonly TourStep[] = [
  {
    screen: 'home',
    title: 'Make a study, or try the sample',
    words:
      'A study is one file that holds everything, the photographs too. The sample study has drawn faces, so that you can try all of it without a patient.',
    command: 'home.new',
  },
  {
    screen: 'photographs',
    title: 'Bring the photographs in',
    words:
      'Drop files or a folder: you see what is new and what is refused before anything is written. The pads are outlined on every face that is found, and each outline can be changed.',
    command: 'go.photographs',
  },
  {
    screen: 'score',
    title: 'Score with one key',
    words:
      'Start a round, then type 58 for 0.58, or press a digit for a grade. Each score is on disk before the next pad is shown.',
    command: 'go.score',
  },
  {
    screen: 'model',
    title: 'Let it learn',
    words:
      'Press Learn when enough subjects have scores. The model is judged on subjects that it has never seen, and proposes scores in assisted rounds.',
    command: 'go.model',
  },
  {
    screen: 'export',
    title: 'Take the tables out',
    words:
      'The scores go into a folder of your choice as tables, with a codebook that explains every column. The same study always gives the same tables.',
    command: 'go.export',
  },
]

/** Five steps over the screens, on the home screen, for who opens Malar for the first time or asks for it. */
export class Tour {
  #at = $state<number | null>(null)

  constructor(private readonly preferences: Pick<Preferences, 'values' | 'loaded' | 'change'>) {}

  /** The number of the step in sight; null when there is no tour. */
  get at(): number | null {
    if (this.#at !== null) return this.#at
    return this.preferences.loaded && !this.preferences.values.tourSeen ? 0 : null
  }

  get step(): TourStep | null {
    return this.at === null ? null : (STEPS[this.at] ?? null)
  }

  /** Whether the step in sight is about a screen. */
  shows(screen: Screen): boolean {
    return this.step?.screen === screen
  }

  begin(): void {
    this.#at = 0
  }

  /** The next step; after the last one the tour is over. */
  next(): void {
    if (this.at === null) return
    if (this.at + 1 < STEPS.length) this.#at = this.at + 1
    else this.end()
  }

  back(): void {
    if (this.at !== null) this.#at = Math.max(0, this.at - 1)
  }

  /** Finished or skipped: it does not come by itself again. */
  end(): void {
    this.#at = null
    if (!this.preferences.values.tourSeen) this.preferences.change({ tourSeen: true })
  }
}
