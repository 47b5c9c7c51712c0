/**
 * The main side of the engine process: starts it when first needed, watches it, ends it when it hangs, and starts it
 * anew when it is gone.
 */
import { utilityProcess } from 'electron'
import type { UtilityProcess } from 'electron'
import { MalarError } from './domain/words'
import type { EngineRequestName, EngineRequests, FromEngine, TrainingProgress } from './engine-protocol'
import { CARD_FAILED, cardHidden } from './learning/device'
import { note } from './log'
import { appPath, assetPath } from './paths'

/** How often the engine's silence is counted, and after how many counts it is taken to hang: two minutes. */
const WATCH_MS = 10_000
const SILENT_WATCHES = 12

/** What may take longer without a word: a graphics card's first start compiles its programs. */
const UNWATCHED: readonly EngineRequestName[] = ['hello']

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
  #watch: NodeJS.Timeout | undefined
  /** Counted and not read from a clock: a computer that slept has not waited. */
  #silentWatches = 0
  /** Grows with every start: what an earlier process kept in memory is gone. */
  generation = 0
  onProgress: (progress: TrainingProgress) => void = () => undefined

  /**
   * Asks the engine.
   * @throws MalarError with the engine's own code, or `engine` when its process ended or hung
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
      this.#watchOver()
    })
  }

  get running(): boolean {
    return this.#process !== null
  }

  /**
   * Ends the process; whatever waits is told so. What is asked next starts another one.
   * @param why a sentence for whoever waits
   */
  stop(why = 'The engine was stopped.'): void {
    const engine = this.#process
    this.#ended(why)
    if (engine) endProcess(engine)
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
        this.#ended(
          `The engine ended unexpectedly (code ${code}). Nothing of the study is lost. Try again; ` +
            'if it ends again, close other programs, so that it has more memory.',
        )
      }
    })
    return engine
  }

  #receive(message: FromEngine): void {
    this.#silentWatches = 0
    if ('alive' in message) return
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
    if (failed) endProcess(failed)
    const engine = this.#started()
    for (const [seq, { name, take }] of this.#waiting) engine.postMessage({ seq, name, take })
  }

  #ended(sentence: string): void {
    this.#process = null
    const all = [...this.#waiting.values()]
    this.#waiting.clear()
    for (const waiting of all) waiting.reject(new MalarError('engine', sentence))
  }

  #watchOver(): void {
    if (this.#watch) return
    this.#silentWatches = 0
    this.#watch = setInterval(() => this.#look(), WATCH_MS)
    // It must not keep a program alive that has nothing else to do.
    this.#watch.unref()
  }

  #look(): void {
    const waiting = [...this.#waiting.values()]
    if (waiting.length === 0) {
      clearInterval(this.#watch)
      this.#watch = undefined
    } else if (waiting.some(({ name }) => UNWATCHED.includes(name))) this.#silentWatches = 0
    else if (++this.#silentWatches >= SILENT_WATCHES) {
      note('engine: hangs on', waiting.map(({ name }) => name).join(', '))
      this.stop(
        'The engine gave no sign of life for two minutes and was ended. Nothing of the study is lost. Try again; ' +
          'if it hangs again, restart the computer, or learn on the processor.',
      )
    }
  }
}

/** Electron asks a process politely, which one that hangs does not hear. */
function endProcess(engine: UtilityProcess): void {
  try {
    if (engine.pid !== undefined) process.kill(engine.pid, 'SIGKILL')
  } catch {
    // It has ended already.
  }
  engine.kill()
}
