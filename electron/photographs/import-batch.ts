/** Runs an accepted plan: a few photographs at a time, with progress, an estimate and a clean stop. */
import { basename } from 'node:path'
import { MalarError } from '../domain/words'
import type { ManifestEntry } from './import-manifest'
import type { Plan, PlannedPhotograph } from './import-plan'
import type { PreparedPhotograph } from './import-run'

export interface BatchReport {
  new: number
  duplicate: number
  refused: { file: string; reason: string }[]
  faces: number
  noFace: number
  /** Photographs in which no face was looked for, because nothing on this computer can. */
  unsought: number
  cancelled: boolean
}

export interface BatchSteps {
  /** Prepares one photograph; called by each worker with its own number, so that it can keep a decoder. */
  prepare(planned: PlannedPhotograph, entry: ManifestEntry, worker: number): Promise<PreparedPhotograph>
  /**
   * Stores it in one transaction.
   * @returns `duplicate` where the photograph was in the study already and only its face was looked for
   */
  store(photograph: PreparedPhotograph): 'new' | 'duplicate'
  onProgress(done: number, total: number, etaSeconds: number | null): void
  isCancelled(): boolean
}

/** Before this many photographs an estimate of the time left is a guess. */
const ESTIMATE_AFTER = 5

/**
 * Imports what the dry run accepted. Photographs are stored in the order of the plan, so that the same files
 * make the same study however many workers there are.
 * @param workers photographs prepared at the same time
 */
export async function runImport(
  plan: Plan,
  entries: readonly ManifestEntry[],
  steps: BatchSteps,
  workers = 2,
): Promise<BatchReport> {
  const report: BatchReport = {
    new: 0,
    duplicate: plan.duplicate.length,
    refused: [...plan.refused],
    faces: 0,
    noFace: 0,
    unsought: 0,
    cancelled: false,
  }
  const total = plan.accepted.length
  const started = Date.now()
  const turns = new Turns()
  let next = 0
  let done = 0
  let stopped = false

  const work = async (worker: number): Promise<void> => {
    while (next < total && !stopped) {
      if (steps.isCancelled()) {
        report.cancelled = true
        return
      }
      const index = next++
      const planned = plan.accepted[index] as PlannedPhotograph
      let prepared: PreparedPhotograph | null = null
      let failure: unknown = null
      try {
        prepared = await steps.prepare(planned, entries[index] as ManifestEntry, worker)
      } catch (error) {
        failure = error
      }
      await turns.take(index)
      try {
        // Another photograph met trouble that this one would meet as well.
        if (stopped) return
        if (failure) throw failure
        report[steps.store(prepared as PreparedPhotograph)]++
        report[outcomeOf(prepared as PreparedPhotograph)]++
      } catch (error) {
        if (!(error instanceof MalarError) || STOPS_THE_BATCH.has(error.code)) {
          stopped = true
          throw error
        }
        if (error.code === 'duplicate') report.duplicate++
        else report.refused.push({ file: basename(planned.path), reason: error.message })
      } finally {
        turns.give(index)
      }
      done++
      const perPhotograph = (Date.now() - started) / done / 1000
      steps.onProgress(done, total, done < ESTIMATE_AFTER ? null : Math.round(perPhotograph * (total - done)))
    }
  }
  const ends = await Promise.allSettled(
    Array.from({ length: Math.min(workers, total) }, (_, worker) => work(worker)),
  )
  // Only now: nothing may still be at work, with a decoder or the study, when the caller hears of the trouble.
  for (const end of ends) if (end.status === 'rejected') throw end.reason
  return report
}

function outcomeOf({ landmarks, quality }: PreparedPhotograph): 'faces' | 'noFace' | 'unsought' {
  if (landmarks) return 'faces'
  return quality ? 'noFace' : 'unsought'
}

/** Trouble that the next photograph would meet as well. */
const STOPS_THE_BATCH = new Set(['disk-full', 'read-only', 'not-saved', 'damaged', 'engine'])

/** Lets indices 0, 1, 2, … pass strictly one after the other. */
class Turns {
  #now = 0
  #waiting = new Map<number, () => void>()

  async take(index: number): Promise<void> {
    if (index !== this.#now) await new Promise<void>((resolve) => this.#waiting.set(index, resolve))
  }

  give(index: number): void {
    this.#now = index + 1
    this.#waiting.get(this.#now)?.()
    this.#waiting.delete(this.#now)
  }
}
