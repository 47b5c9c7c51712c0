import type { ListedWork } from '../../electron/contract'
import type { Client } from '../api'

/** A work with its place in the whole list. */
export type Entry = ListedWork & { index: number }

/** What SPDX's name does not tell a person is said in words. */
const WORDS: Record<string, string> = {
  'LicenseRef-several': 'several, see the text',
  blessing: 'public domain',
}

export function licenceWords(licence: string): string {
  return WORDS[licence] ?? licence
}

/** The list of works, the ones that a search leaves, and the text of the one that is chosen. */
export class Licences {
  all = $state.raw<Entry[]>([])
  chromiumNotices = $state(false)
  search = $state('')
  chosen = $state(0)
  /** Of the chosen work; empty until it has come. */
  text = $state('')

  constructor(private readonly client: Pick<Client, 'works' | 'licence'>) {}

  /** Those that a search for all of its words finds, in name, licence or place. */
  get found(): Entry[] {
    const words = this.search.toLowerCase().split(/\s+/).filter(Boolean)
    return this.all.filter(({ name, version, licence, where }) => {
      const all = `${name} ${version} ${licenceWords(licence)} ${where.join(' ')}`.toLowerCase()
      return words.every((word) => all.includes(word))
    })
  }

  get entry(): Entry | null {
    return this.all[this.chosen] ?? null
  }

  async load(): Promise<void> {
    const { works, chromiumNotices } = await this.client.works()
    this.all = works.map((work, index) => ({ ...work, index }))
    this.chromiumNotices = chromiumNotices
    await this.choose(this.chosen)
  }

  async choose(index: number): Promise<void> {
    this.chosen = index
    this.text = ''
    const text = await this.client.licence(index)
    // Another one may have been chosen meanwhile.
    if (this.chosen === index) this.text = text
  }

  /** Looks for these words; where the chosen work is not among what is found, the first of them is chosen. */
  async find(search: string): Promise<void> {
    this.search = search
    const [first] = this.found
    if (first && !this.found.some(({ index }) => index === this.chosen)) await this.choose(first.index)
  }

  /** Goes on in what is found, and stops at its ends. */
  async step(by: 1 | -1): Promise<void> {
    const at = this.found.findIndex(({ index }) => index === this.chosen)
    const next = this.found[at < 0 ? 0 : at + by]
    if (next) await this.choose(next.index)
  }
}
