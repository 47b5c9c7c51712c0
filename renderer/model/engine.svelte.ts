import type { EngineState, MalarEvent } from '../../electron/contract'
import { sentenceOf, type Client } from '../api'

type EngineClient = Pick<Client, 'engineState' | 'startEngine'>

type Busy = NonNullable<Extract<EngineState, { phase: 'ready' }>['busy']>

const BUSY_WORDS: Record<Busy, string> = {
  faces: 'It is finding faces.',
  crops: 'It is looking at crops.',
  learning: 'It is learning.',
  placing: 'It is placing pads among their neighbours.',
}

const SLOWER =
  'TensorFlow could not be started here: all works, but slowly, and learning trains the last layers only.'

/** What computes: whether it runs, where, and at what. */
export class Engine {
  state = $state.raw<EngineState>({ phase: 'off' })
  /** It is being started by hand. */
  asked = $state(false)

  constructor(private readonly client: EngineClient) {}

  /** Reads how it stands; that starts nothing. */
  async load(): Promise<void> {
    this.state = await this.client.engineState()
  }

  /** Whether a start by hand makes sense. */
  get canStart(): boolean {
    return !this.asked && (this.state.phase === 'off' || this.state.phase === 'failed')
  }

  /** It computes without TensorFlow, as far as is known: then only the last layers can be trained. */
  get isSlower(): boolean {
    return this.state.phase === 'ready' && this.state.tensorflow === null
  }

  async start(): Promise<void> {
    if (!this.canStart) return
    this.asked = true
    try {
      this.state = await this.client.startEngine()
    } catch (error) {
      this.state = { phase: 'failed', message: sentenceOf(error) }
    }
    this.asked = false
  }

  heard(event: MalarEvent): void {
    if (event.type === 'engine') this.state = event.state
  }
}

/** How the engine stands, in words. */
export function engineWords(state: EngineState): string {
  if (state.phase === 'off') return 'Not started. It starts by itself when it is needed.'
  if (state.phase === 'starting') return 'Starting…'
  if (state.phase === 'failed') return `Stopped. ${state.message}`
  const where = state.device === 'gpu' ? 'graphics card' : 'processor'
  const name = state.deviceName ? ` (${state.deviceName})` : ''
  const busy = state.busy ? BUSY_WORDS[state.busy] : 'It has nothing to do.'
  if (state.tensorflow === null)
    return `Ready on the ${where}${name}, slower engine (WebAssembly). ${SLOWER} ${busy}`
  return `Ready on the ${where}${name}, TensorFlow ${state.tensorflow}. ${busy}`
}
