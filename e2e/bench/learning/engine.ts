/** The app's engine in this process: what it is asked and what it answers go no further than a function call. */
import { join } from 'node:path'
import { MalarError } from '../../../electron/domain/words'
import type {
  EngineRequestName,
  EngineRequests,
  FromEngine,
  ToEngine,
} from '../../../electron/engine-protocol'
import { EngineService } from '../../../electron/learning/engine-service'
import { loadTrunk } from '../../../electron/learning/trunk'

/** The commands of this project start in the checkout. */
const TRUNK = join(process.cwd(), 'assets', 'trunk')

type Answered = Extract<FromEngine, { seq: number }>

export class Engine {
  readonly #service: EngineService
  readonly #waiting = new Map<number, (message: Answered) => void>()
  #asked = 0

  constructor() {
    const notHere = (): never => {
      throw new Error('The benchmark computes features and finds faces by itself.')
    }
    this.#service = new EngineService(
      (message) => {
        if ('seq' in message) this.#waiting.get(message.seq)?.(message)
      },
      notHere,
      (tf) => loadTrunk(tf, TRUNK),
      notHere,
    )
  }

  /** @throws MalarError as the engine answers it */
  async ask<K extends EngineRequestName>(
    name: K,
    take: EngineRequests[K]['take'],
  ): Promise<EngineRequests[K]['answer']> {
    const seq = this.#asked++
    const answered = new Promise<Answered>((resolve) => this.#waiting.set(seq, resolve))
    await this.#service.receive({ seq, name, take } as ToEngine)
    const message = await answered
    this.#waiting.delete(seq)
    if (!message.ok) throw new MalarError(message.code, message.message)
    return message.answer as EngineRequests[K]['answer']
  }

  dispose(): Promise<void> {
    return this.#service.dispose()
  }
}
