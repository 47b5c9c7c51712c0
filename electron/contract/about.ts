/** What the program is, and what it is made of. */

export interface About {
  version: string
  /** Who may use it, in a sentence; null for a release. */
  warning: string | null
  /** The programs and libraries that matter when something has to be found out, in this order. */
  parts: { name: string; version: string }[]
  /** The operating system and the kind of processor. */
  computer: string
}

/** A work in the product: Malar itself is the first, the others are by somebody else. */
export interface ListedWork {
  name: string
  version: string
  /** As SPDX writes it. */
  licence: string
  /** In which parts of Malar it is. */
  where: string[]
  /** What has to be known besides; empty for most. */
  note: string
}

export interface ListOfWorks {
  works: ListedWork[]
  /** Whether the notices of Chromium lie beside the program, where a person can open them. */
  chromiumNotices: boolean
}
