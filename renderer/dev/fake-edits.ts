import type { CopySource, EditName, PhotographItem } from '../../electron/contract'
import type { Region } from '../../electron/domain/records'
import type { Polygon, RegionOrigin } from '../../electron/domain/words'

interface Edit {
  region: Region
  before: Shape
  after: Shape
}

interface Shape {
  polygon: Polygon
  origin: RegionOrigin
}

/** Undo and redo of the development page's regions. What was drawn anew stays. */
export class FakeEdits {
  #done: Edit[] = []
  #undone: Edit[] = []
  readonly unchecked = new Set<number>()

  change(region: Region, after: Shape, checked = true): void {
    const { polygon, origin } = region
    this.#done.push({ region, before: { polygon, origin }, after })
    this.#undone = []
    this.#put(region, after)
    if (!checked) this.unchecked.add(region.id)
  }

  undo(): Region | null {
    const edit = this.#done.pop()
    if (!edit) return null
    this.#undone.push(edit)
    return this.#put(edit.region, edit.before)
  }

  redo(): Region | null {
    const edit = this.#undone.pop()
    if (!edit) return null
    this.#done.push(edit)
    return this.#put(edit.region, edit.after)
  }

  details(id: number, photographs: readonly PhotographItem[], regions: readonly Region[]) {
    const name = (region: Region | undefined): EditName | null => {
      const photograph = photographs.find((one) => one.id === region?.photograph)
      return region && photograph
        ? {
            photograph: photograph.id,
            subject: photograph.subject,
            day: photograph.day,
            region: region.region,
            side: region.side,
          }
        : null
    }
    return {
      unchecked: [...this.unchecked],
      copies: this.copies(id, photographs, regions),
      undo: name(this.#done[this.#done.length - 1]?.region),
      redo: name(this.#undone[this.#undone.length - 1]?.region),
    }
  }

  copies(id: number, photographs: readonly PhotographItem[], regions: readonly Region[]): CopySource[] {
    const here = photographs.find((one) => one.id === id)
    const there = photographs.find((one) => one.subject === here?.subject && one.id !== id)
    return regions
      .filter((region) => region.photograph === there?.id)
      .map(({ region, side, id: key }) => ({ region, side, key, day: there?.day ?? 0, byLandmarks: true }))
  }

  #put(region: Region, shape: Shape): Region {
    this.unchecked.delete(region.id)
    return Object.assign(region, shape, { revision: region.revision + 1 })
  }
}
