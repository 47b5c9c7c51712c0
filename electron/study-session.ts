/** The open study, of which there is at most one, and what is known about it as a whole. */
import { basename } from 'node:path'
import { isSameFile } from '../db/held'
import { createStudy, openStudy } from '../db/study'
import type { StudyFile } from '../db/study-file'
import type { NewStudy, StudyOverview } from './contract'
import { atlasOrder } from './atlas'
import type { Model } from './domain/records'
import { parseScale } from './domain/scale'
import { MalarError } from './domain/words'
import { note } from './log'
import { APP_VERSION } from './version'

export class StudySession {
  #study: StudyFile | null = null
  /** Called after a study was opened, created or closed. */
  onChange: () => void = () => undefined

  /** @throws MalarError `no-study` when none is open */
  get study(): StudyFile {
    if (!this.#study) throw new MalarError('no-study', 'No study is open. Open one first.')
    return this.#study
  }

  get isOpen(): boolean {
    return this.#study !== null
  }

  /** Opens a study file and closes the one before. The one before stays open when this fails. */
  open(path: string): StudyFile {
    if (this.#study && isSameFile(this.#study.path, path)) return this.#study
    const opened = openStudy(path, { appVersion: APP_VERSION })
    try {
      // What a newer Malar made may be unreadable from its first table on.
      if (opened.readOnlyBecause !== null) overviewOf(opened)
    } catch (error) {
      opened.close()
      throw error
    }
    this.close()
    this.#study = opened
    this.onChange()
    return opened
  }

  /**
   * Makes a new study file and opens it.
   * @throws MalarError `scale`, `regions` or `identifier` on bad input; `exists` when the file is there already
   */
  create(path: string, wanted: NewStudy): StudyFile {
    const regions = atlasOrder(wanted.regions)
    if (regions.length === 0) {
      throw new MalarError('regions', 'A study scores at least one region. Choose one or more.')
    }
    const study = createStudy(
      path,
      {
        name: wanted.name,
        regions,
        scale: parseScale(wanted.scale),
        raters: wanted.rater ? [wanted.rater] : [],
      },
      { appVersion: APP_VERSION },
    )
    this.close()
    this.#study = study
    this.onChange()
    return study
  }

  /**
   * Takes the file of the open study anew: whatever in this process has read it meanwhile has given up its lock.
   * @throws MalarError `study-busy` when another program has it by now; no study is open then
   */
  reclaim(): void {
    try {
      this.#study?.reclaim()
    } catch (error) {
      if (error instanceof MalarError && error.code === 'study-busy') {
        this.close()
        throw error
      }
      // A full disk, perhaps: the study stays open, and what is saved next says so.
      note('the study was not taken anew', error)
    }
  }

  close(): void {
    const study = this.#study
    this.#study = null
    if (!study) return
    study.close()
    this.onChange()
  }

  overview(): StudyOverview {
    return overviewOf(this.study)
  }
}

function overviewOf(study: StudyFile): StudyOverview {
  const { path, reader } = study
  return {
    path,
    notice: noticeOf(study),
    info: reader.info(),
    raters: reader.raters(),
    rounds: reader.rounds(),
    counts: reader.counts(),
    model: modelInUse(reader.currentModel()),
  }
}

/** What has to be known of how a study was opened; null where there is nothing. */
export function noticeOf({ readOnlyBecause, keptAs }: StudyFile): string | null {
  if (keptAs === null) return readOnlyBecause
  return `This study was made by an older Malar and has been brought up to date. As it was before, it is kept beside it as “${basename(keptAs)}”.`
}

/** Its figures name subjects, which a window in which somebody scores blind must not hold. */
function modelInUse(model: Model | null): StudyOverview['model'] {
  if (!model) return null
  const { id, createdAt, subjects, labels } = model
  return { id, createdAt, subjects, labels }
}
