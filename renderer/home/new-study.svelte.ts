import type { NewStudy } from '../../electron/contract'
import type { AtlasRegion } from '../../electron/domain/atlas'
import { checkIdentifier } from '../../electron/domain/words'
import { sentenceOf } from '../api'

export type ScaleKind = 'continuous' | 'grades' | 'half'

/** The form of a new study, and what is still missing in it. */
export class NewStudyForm {
  name = $state('')
  rater = $state('')
  kind = $state<ScaleKind>('continuous')
  highest = $state(4)
  regions = $state.raw<string[]>([])
  /** What is missing, once the person has tried to go on. */
  missing = $state('')

  constructor(private readonly atlas: readonly AtlasRegion[]) {
    this.regions = atlas.map((entry) => entry.id)
  }

  toggle(region: string): void {
    const inOrNot = (id: string): boolean => this.regions.includes(id) !== (id === region)
    this.regions = this.atlas.map((entry) => entry.id).filter(inOrNot)
  }

  choose(which: 'all' | 'none'): void {
    this.regions = which === 'all' ? this.atlas.map((entry) => entry.id) : []
  }

  /** Short name of the scale, as the main process reads it. */
  get scale(): string {
    if (this.kind === 'continuous') return 'continuous'
    return `0-${this.highest}${this.kind === 'half' ? ':0.5' : ''}`
  }

  /** The finished form, or null with a sentence in `missing`. */
  finish(): NewStudy | null {
    this.missing = this.#whatIsMissing()
    if (this.missing) return null
    return { name: this.name.trim(), rater: this.rater.trim(), regions: this.regions, scale: this.scale }
  }

  #whatIsMissing(): string {
    if (!this.name.trim()) return 'Give the study a name.'
    if (this.regions.length === 0) return 'Choose at least one pad.'
    if (!this.rater.trim()) return 'Name the first rater. A short pseudonym is enough, such as A.'
    try {
      checkIdentifier('rater', this.rater.trim())
    } catch (error) {
      return sentenceOf(error)
    }
    return ''
  }
}
