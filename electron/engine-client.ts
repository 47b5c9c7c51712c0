/** The main side of the engine process: starts it when first needed, watches it, and starts it anew when it dies. */
import { utilityProcess } from 'electron'
import type { UtilityProcess } from 'electron'
import { MalarError } from './domain/words'
import type { EngineRequestName, EngineRequests, FromEngine, TrainingProgress } from './engine-protocol'
import { CARD_FAILED, cardHidden } from './learning/device'
import { note } from './log'
import { appPath, assetPath } from './paths'

interface Waiting {
  name: EngineRequestName
  take: unknown
  resolve(answer: unknown): void
  reject(error: Error): void
}

export class EngineClient {
  #process: UtilityProcess | null = null
  #waiting = new Map<number, Waiting>()
  #seq = 0
  #cardFailed = false
  /** Grows with every start: what an earlier process kept in memory is gone. */
  generation = 0
  onProgress: (progress: TrainingProgress) => void = () => undefined

  /**
   * Asks the engine.
   * @throws MalarError with the engine's own code, or `engine` when its process ended
   */
  ask<K extends EngineRequestName>(
    name: K,
    take: EngineRequests[K]['take'],
  ): Promise<EngineRequests[K]['answer']> {
    const engine = this.#started()
    const seq = ++this.#seq
    return new Promise((resolve, reject) => {
      this.#waiting.set(seq, { name, take, resolve: resolve as (answer: unknown) => void, reject })
      engine.postMessage({ seq, name, take })
    })
  }

  get running(): boolean {
    return this.#process !== null
  }

  /** Ends the process; whatever waits is told so. */
  stop(): void {
    this.#process?.kill()
    this.#ended('The engine was stopped.')
  }

  #started(): UtilityProcess {
    if (this.#process) return this.#process
    const engine = utilityProcess.fork(
      appPath('engine.cjs'),
      [assetPath('landmarks'), assetPath('atlas', 'canonical_face_model.obj'), assetPath('trunk')],
      {
        serviceName: 'Malar engine',
        stdio: ['ignore', 'ignore', 'pipe'],
        // TensorFlow's own chatter would drown real complaints.
        env: {
          ...process.env,
          TF_CPP_MIN_LOG_LEVEL: process.env.TF_CPP_MIN_LOG_LEVEL ?? '2',
          ...(this.#cardFailed ? cardHidden : {}),
        },
      },
    )
    this.generation++
    this.#process = engine
    engine.stderr?.on('data', (text: Buffer) => note('engine:', text.toString().trim()))
    engine.on('message', (message: FromEngine) => {
      // One that was given up may still have answers under way.
      if (this.#process === engine) this.#receive(message)
    })
    engine.on('exit', (code) => {
      if (this.#process === engine) {
        this.#ended(`The engine ended unexpectedly (code ${code}). Nothing of the study is lost; try again.`)
      }
    })
    return engine
  }

  #receive(message: FromEngine): void {
    if ('progress' in message) {
      this.onProgress(message.progress)
      return
    }
    if (!message.ok && message.code === CARD_FAILED && !this.#cardFailed) {
      note('engine:', message.message)
      this.#restartWithoutCard()
      return
    }
    const waiting = this.#waiting.get(message.seq)
    this.#waiting.delete(message.seq)
    if (!waiting) return
    if (message.ok) waiting.resolve(message.answer)
    else waiting.reject(new MalarError(message.code, message.message))
  }

  /** A process cannot put a failed card aside once it has loaded TensorFlow; the next is asked all over again. */
  #restartWithoutCard(): void {
    this.#cardFailed = true
    const failed = this.#process
    this.#process = null
    failed?.kill()
    const engine = this.#started()
    for (const [seq, { name, take }] of this.#waiting) engine.postMessage({ seq, name, take })
  }

  #ended(sentence: string): void {
    this.#process = null
    const all = [...this.#waiting.values()]
    this.#waiting.clear()
    for (const waiting of all) waiting.reject(new MalarError('engine', sentence))
  }
}
