/** An engine that fails at a request that is named beforehand, in each of the ways in which a real one does. */
import { createHash } from 'node:crypto'
import { expect } from 'vitest'
import type { StudyFile } from '../../db/study-file'
import { MalarError } from '../../electron/domain/words'
import type { EngineRequestName, EngineRequests } from '../../electron/engine-protocol'
import { FakeEngine } from '../../electron/testing/studies'

/** How often each fault is provoked: a few times among the tests, fifty times by `npm run drills`. */
export const TIMES = Number(process.env.MALAR_DRILLS ?? 2)

/** Numbers 1, 2, 3 … as seeds of a drill. */
export const SEEDS = Array.from({ length: TIMES }, (_, i) => i + 1)

/** Every message to a person is a sentence. */
export const SENTENCE = /^[A-ZÄÖÜ].{15,}[.]$/su

/** `lost`: it dies just after an answer, while nobody waits, and the next request starts another that knows nothing. */
export type Fault = 'dies' | 'memory' | 'diverges' | 'lost' | 'cancel' | 'breaks'

export class FaultyEngine extends FakeEngine {
  #left = Infinity
  #afterwards = false
  #strike: () => void = () => undefined

  constructor() {
    super()
    const usual = new FakeEngine()
    // As the real one does, it refuses weights that are not its own.
    this.answers.embed = (take) => {
      if (take.weights.length !== 2 || !take.weights.every(Number.isFinite)) {
        throw new MalarError('model', 'This model is damaged or of another version. Train again.')
      }
      for (const id of [...usual.held.keys()]) if (!this.held.has(id)) usual.held.delete(id)
      for (const [id, values] of this.held) usual.held.set(id, values)
      return usual.ask('embed', take)
    }
  }

  /** Has the fault strike at the request of this number, counting from 1. */
  arm(fault: Fault, request: number, cancel: () => void = () => undefined): void {
    this.#left = request
    this.#afterwards = fault === 'lost'
    this.#strike = { ...this.#strikes, cancel, lost: () => undefined }[fault]
  }

  disarm(): void {
    this.#left = Infinity
  }

  stop(): void {
    this.#die()
  }

  override async ask<K extends EngineRequestName>(
    name: K,
    take: EngineRequests[K]['take'],
  ): Promise<unknown> {
    if (!this.running) {
      this.running = true
      this.generation++
    }
    // The main process has its turn between two requests, as it has with a real one.
    await new Promise((resolve) => setImmediate(resolve))
    const strikes = name !== 'cancel' && --this.#left === 0
    if (strikes && !this.#afterwards) this.#strike()
    const answer = await super.ask(name, take)
    if (strikes && this.#afterwards) this.#die()
    return answer
  }

  readonly #strikes: Record<Exclude<Fault, 'cancel' | 'lost'>, () => void> = {
    dies: () => {
      this.#die()
      throw new MalarError('engine', 'The engine ended unexpectedly (code 9). Nothing of the study is lost.')
    },
    memory: () => {
      throw new MalarError('memory', 'There was too little free memory. Nothing of the study is lost.')
    },
    diverges: () => {
      throw new MalarError('diverged', 'The training became unstable at step 7, three times.')
    },
    breaks: () => {
      throw new TypeError('undefined is not a function')
    },
  }

  #die(): void {
    this.running = false
    this.held.clear()
  }
}

/** What must not change while a training fails: the model in use, its weights, its suggestions. */
export function inUse(study: StudyFile): string {
  const model = study.reader.currentModel()
  if (!model) return 'none'
  const hash = createHash('sha256')
  hash.update(study.reader.modelWeights(model.id))
  for (const { region, vector } of study.reader.embeddings(model.id))
    hash.update(String(region)).update(vector)
  hash.update(JSON.stringify(study.reader.suggestions(model.id)))
  return `model ${model.id} ${hash.digest('hex')}`
}

/** The model in use is whole: weights as stored, and every region embedded by each of its networks. */
export function expectWhole(study: StudyFile): void {
  const model = study.reader.currentModel()
  if (!model) return
  const weights = study.reader.modelWeights(model.id)
  expect(weights.length % model.networks).toBe(0)
  const vectors = [...study.reader.embeddings(model.id)].map(({ vector }) => vector)
  expect(vectors).toHaveLength(study.reader.allRegions().length)
  const [first] = vectors
  expect(vectors.every((one) => one.length === first?.length && one.every(Number.isFinite))).toBe(true)
}
