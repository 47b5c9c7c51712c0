/**
 * The main side of the engine process: starts it when first needed, watches it, ends it when it hangs, and starts it
 * anew when it is gone.
 */
import { utilityProcess } from 'electron'
import type { UtilityProcess } from 'electron'
import { deviceName } from './device-name'
import type { ErrorCode } from './domain/error-codes'
import { MalarError } from './domain/words'
import type { EngineRequestName, EngineRequests, FromEngine, TrainingProgress } from './engine-protocol'
import { workOf } from './engine-state'
import type { EngineState } from './engine-state'
import { CARD_FAILED, cardHidden, NO_ENGINE, NO_ENGINE_WORDS, tensorFlowHidden } from './learning/device'
import { note } from './log'
import { appPath, assetPath } from './paths'

/** How often the engine's silence is counted, and after how many counts it is taken to hang: two minutes. */
const WATCH_MS = 10_000
const SILENT_WATCHES = 12

/** Many requests are short: the window hears of the state after them, this often at most. */
const TELL_MS = 200

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
  #tensorFlowFailed = false
  #watch: NodeJS.Timeout | undefined
  /** Counted and not read from a clock: a computer that slept has not waited. */
  #silentWatches = 0
  /** What the process answered to its first question; null until then. */
  #found: Omit<Extract<EngineState, { phase: 'ready' }>, 'phase' | 'busy'> | null = null
  /** Why it cannot work; empty while it can, or nobody has asked it to. */
  #fault = ''
  #tell: NodeJS.Timeout | undefined
  #told: string = JSON.stringify({ phase: 'off' } satisfies EngineState)
  /** Grows with every start: what an earlier process kept in memory is gone. */
  generation = 0
  onProgress: (progress: TrainingProgress) => void = () => undefined
  /** Called shortly after the state has changed. */
  onState: (state: EngineState) => void = () => undefined

  /**
   * Asks the engine.
   * @throws MalarError with the engine's own code, or `engine` when its process ended or hung
   */
  ask<K extends EngineRequestName>(
    name: K,
    take: EngineRequests[K]['take'],
  ): Promise<EngineRequests[K]['answer']> {
    const fresh = this.#process === null
    const engine = this.#started()
    // The state tells where it computes, whatever it was started for.
    if (fresh && name !== 'hello') this.#send(engine, 'hello', { device: 'auto' }).catch(() => undefined)
    return this.#send(engine, name, take)
  }

  get running(): boolean {
    return this.#process !== null
  }

  /** How the engine stands; it is not started by being looked at. */
  get state(): EngineState {
    if (this.#fault) return { phase: 'failed', message: this.#fault }
    if (!this.#process) return { phase: 'off' }
    if (!this.#found) return { phase: 'starting' }
    return {
      phase: 'ready',
      ...this.#found,
      busy: workOf([...this.#waiting.values()].map(({ name }) => name)),
    }
  }

  /**
   * Starts the engine if it does not run, and anew if it cannot work.
   * @throws MalarError as `ask`
   */
  async start(): Promise<EngineState> {
    if (this.#fault) {
      this.#tensorFlowFailed = false
      this.stop()
    }
    await this.ask('hello', { device: 'auto' })
    return this.state
  }

  /**
   * Ends the process; whatever waits is told so. What is asked next starts another one.
   * @param why a sentence for whoever waits
   * @param fault whether it had to be ended because it cannot work
   */
  stop(why = 'The engine was stopped.', fault = false): void {
    const engine = this.#process
    this.#ended(why, fault)
    if (engine) endProcess(engine)
  }

  #send<K extends EngineRequestName>(
    engine: UtilityProcess,
    name: K,
    take: EngineRequests[K]['take'],
  ): Promise<EngineRequests[K]['answer']> {
    const seq = ++this.#seq
    return new Promise((resolve, reject) => {
      this.#waiting.set(seq, { name, take, resolve: resolve as (answer: unknown) => void, reject })
      engine.postMessage({ seq, name, take })
      this.#watchOver()
      this.#changed()
    })
  }

  #started(): UtilityProcess {
    if (this.#process) return this.#process
    this.#found = null
    this.#fault = ''
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
          ...(this.#tensorFlowFailed ? tensorFlowHidden : {}),
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
      if (this.#process === engine) this.#exited(code)
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
      this.#cardFailed = true
      this.#restart()
      return
    }
    const waiting = this.#waiting.get(message.seq)
    this.#waiting.delete(message.seq)
    if (!waiting) return
    if (waiting.name === 'hello') this.#met(message)
    this.#changed()
    if (message.ok) waiting.resolve(message.answer)
    else waiting.reject(new MalarError(message.code, message.message))
  }

  #met(message: Extract<FromEngine, { seq: number }>): void {
    if (!message.ok) {
      this.#fault = message.message
      return
    }
    const { device, tensorflow } = message.answer as EngineRequests['hello']['answer']
    this.#found ??= { device, deviceName: deviceName(device), tensorflow }
  }

  /**
   * A process that ends before it has said where it computes did so while it loaded TensorFlow: an old processor lacks
   * instructions that it uses. The next one does without.
   */
  #exited(code: number): void {
    if (this.#found) {
      this.#ended(
        `The engine ended unexpectedly (code ${code}). Nothing of the study is lost. Try again; ` +
          'if it ends again, close other programs, so that it has more memory.',
        true,
      )
    } else if (this.#tensorFlowFailed) this.#ended(NO_ENGINE_WORDS, true, NO_ENGINE)
    else {
      note('engine:', `ended while it started (code ${code}); it is started again without TensorFlow`)
      this.#tensorFlowFailed = true
      this.#restart()
    }
  }

  /** A process cannot put aside what failed once it has loaded TensorFlow; the next is asked all over again. */
  #restart(): void {
    const failed = this.#process
    this.#process = null
    if (failed) endProcess(failed)
    const engine = this.#started()
    for (const [seq, { name, take }] of this.#waiting) engine.postMessage({ seq, name, take })
  }

  #ended(sentence: string, fault: boolean, code: ErrorCode = 'engine'): void {
    this.#process = null
    this.#found = null
    this.#fault = fault ? sentence : ''
    this.#changed()
    const all = [...this.#waiting.values()]
    this.#waiting.clear()
    for (const waiting of all) waiting.reject(new MalarError(code, sentence))
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
        true,
      )
    }
  }

  #changed(): void {
    this.#tell ??= setTimeout(() => {
      this.#tell = undefined
      const { state } = this
      const words = JSON.stringify(state)
      if (words === this.#told) return
      this.#told = words
      this.onState(state)
    }, TELL_MS)
    // It must not keep a program alive either.
    this.#tell.unref()
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
