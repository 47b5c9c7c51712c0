import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { EngineClient } from './engine-client'
import type { FromEngine, ToEngine } from './engine-protocol'
import { CARD_FAILED } from './learning/device'

/** An engine process that does nothing by itself. */
class FakeProcess extends EventEmitter {
  readonly asked: ToEngine[] = []
  killed = false
  readonly stderr = new EventEmitter()

  constructor(readonly env: Record<string, string>) {
    super()
  }

  postMessage(message: ToEngine): void {
    this.asked.push(message)
  }

  get pid(): undefined {
    return undefined
  }

  kill(): void {
    this.killed = true
  }

  answer(message: FromEngine): void {
    this.emit('message', message)
  }
}

const forked = vi.hoisted(() => ({ processes: [] as unknown[] }))
vi.mock('electron', () => ({
  app: { getAppPath: () => '/app', isPackaged: false },
  utilityProcess: {
    fork: (_file: string, _args: string[], { env }: { env: Record<string, string> }) => {
      const process = new FakeProcess(env)
      forked.processes.push(process)
      return process
    },
  },
}))
vi.mock('./log', () => ({ note: () => undefined }))

const engines = (): FakeProcess[] => forked.processes as FakeProcess[]
const found = { device: 'cpu', tensorflow: '2.21.0' } as const
/** What is asked first of an engine that was started for something else. */
const met: FromEngine = { seq: 1, ok: true, answer: found }
const failure = (seq: number): FromEngine => ({ seq, ok: false, code: CARD_FAILED, message: 'no cuDNN' })

beforeEach(() => void forked.processes.splice(0))

describe('a graphics card that fails', () => {
  it('is put aside by a new engine, which is asked all that waits', async () => {
    const client = new EngineClient()
    const hello = client.ask('hello', { device: 'gpu' })
    const cancel = client.ask('cancel', {})
    const [first] = engines() as [FakeProcess]
    expect(first.env['CUDA_VISIBLE_DEVICES']).toBe(process.env['CUDA_VISIBLE_DEVICES'])
    first.answer(failure(1))
    const [, second] = engines() as [FakeProcess, FakeProcess]
    expect(first.killed).toBe(true)
    expect(second.env['CUDA_VISIBLE_DEVICES']).toBe('-1')
    expect(second.asked).toEqual(first.asked)
    first.answer(failure(2))
    first.emit('exit', 0)
    const noted = { ...found, deviceNote: 'It failed.' }
    second.answer({ seq: 1, ok: true, answer: noted })
    second.answer({ seq: 2, ok: true, answer: null })
    expect(await hello).toEqual(noted)
    expect(await cancel).toBeNull()
    expect(client.generation).toBe(2)
  })

  it('is not tried a third time', async () => {
    const client = new EngineClient()
    const hello = client.ask('hello', { device: 'gpu' })
    engines()[0]?.answer(failure(1))
    engines()[1]?.answer(failure(1))
    await expect(hello).rejects.toMatchObject({ code: CARD_FAILED })
    expect(engines()).toHaveLength(2)
  })
})

describe('a TensorFlow that ends the engine while it is loaded', () => {
  const SIGILL = 132
  const hidden = (engine: FakeProcess | undefined) => engine?.env['MALAR_TENSORFLOW_FAILED']
  const slower = { device: 'cpu', tensorflow: null, deviceNote: 'The slower engine computes.' } as const

  it('is put aside by a new engine, which is asked all that waits', async () => {
    const client = new EngineClient()
    const keys = client.ask('featureKeys', {})
    engines()[0]?.emit('exit', SIGILL)
    expect(engines().map(hidden)).toEqual([undefined, '1'])
    expect(engines()[1]?.asked).toEqual(engines()[0]?.asked)
    engines()[1]?.answer({ seq: 1, ok: true, answer: slower })
    engines()[1]?.answer({ seq: 2, ok: true, answer: 'keys' })
    expect(await keys).toBe('keys')
    expect(client.state).toMatchObject({ phase: 'ready', tensorflow: null })
    // What comes later has nothing to do with how it started.
    engines()[1]?.emit('exit', SIGILL)
    expect(client.running).toBe(false)
    void client.ask('featureKeys', {})
    expect(engines().map(hidden)).toEqual([undefined, '1', '1'])
  })

  it('is the end of it where the next engine ends as well, until somebody starts it again', async () => {
    const client = new EngineClient()
    const keys = client.ask('featureKeys', {}).catch((error: unknown) => error)
    engines()[0]?.emit('exit', SIGILL)
    engines()[1]?.emit('exit', 1)
    expect(await keys).toMatchObject({
      code: 'no-engine',
      message: expect.stringMatching(/^The engine.*\.$/) as string,
    })
    expect(engines()).toHaveLength(2)
    expect(client.state).toMatchObject({ phase: 'failed' })
    void client.start().catch(() => undefined)
    expect(hidden(engines()[2])).toBeUndefined()
  })

  it('is not looked for in an engine that was ended on purpose', () => {
    const client = new EngineClient()
    void client.ask('featureKeys', {}).catch(() => undefined)
    client.stop()
    engines()[0]?.emit('exit', SIGILL)
    expect(engines()).toHaveLength(1)
  })
})

describe('an engine that says nothing', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())
  const train = (client: EngineClient) =>
    client.ask('train', { examples: [], options: { objective: '', seed: 1, steps: 0 }, depth: 'head' })

  it('for two minutes is ended, and the next request starts another', async () => {
    const client = new EngineClient()
    const outcome = train(client).catch((error: unknown) => error)
    engines()[0]?.answer(met)
    await vi.advanceTimersByTimeAsync(110_000)
    expect(client.running).toBe(true)
    await vi.advanceTimersByTimeAsync(20_000)
    expect(await outcome).toMatchObject({
      code: 'engine',
      message: expect.stringMatching(/^The engine gave no sign of life .*\.$/) as string,
    })
    expect(engines()[0]?.killed).toBe(true)
    void client.ask('cancel', {})
    expect(engines()).toHaveLength(2)
  })

  it('but that it is alive, is not', async () => {
    const client = new EngineClient()
    const training = train(client)
    engines()[0]?.answer(met)
    for (let minute = 0; minute < 10; minute++) {
      await vi.advanceTimersByTimeAsync(60_000)
      engines()[0]?.answer(
        minute % 2 ? { alive: true } : { progress: { step: minute, steps: 9, loss: 1, chanceLoss: 2 } },
      )
    }
    expect(client.running).toBe(true)
    engines()[0]?.answer({ seq: 2, ok: true, answer: 'learned' })
    expect(await training).toBe('learned')
    // Nobody waits: it may rest as long as it likes.
    await vi.advanceTimersByTimeAsync(600_000)
    expect(client.running).toBe(true)
  })

  it('while its card starts has all the time that it takes', async () => {
    const client = new EngineClient()
    void client.ask('hello', { device: 'gpu' })
    await vi.advanceTimersByTimeAsync(600_000)
    expect(client.running).toBe(true)
  })
})

it('an engine that ends tells all who wait', async () => {
  const client = new EngineClient()
  const waiting = [client.ask('featureKeys', {}), client.ask('dropFeatures', {})].map((one) =>
    one.catch((error: unknown) => error),
  )
  engines()[0]?.answer(met)
  engines()[0]?.emit('exit', 9)
  for (const outcome of await Promise.all(waiting)) {
    expect(outcome).toMatchObject({ code: 'engine', message: expect.stringMatching(/code 9.*\.$/) as string })
  }
  expect(client.running).toBe(false)
})

describe('how it stands', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())
  const told = (client: EngineClient): string[] => {
    const phases: string[] = []
    client.onState = (state) => phases.push(state.phase === 'ready' ? `ready ${state.busy}` : state.phase)
    return phases
  }

  it('is known without starting it', () => {
    expect(new EngineClient().state).toEqual({ phase: 'off' })
    expect(engines()).toHaveLength(0)
  })

  it('is told from the start over its work to its end', async () => {
    const client = new EngineClient()
    const phases = told(client)
    const faces = client.ask('landmarks', { width: 1, height: 1, rgba: new Uint8Array(4) })
    const settle = () => vi.advanceTimersByTimeAsync(1000)
    await settle()
    engines()[0]?.answer(met)
    await settle()
    expect(client.state).toMatchObject({ phase: 'ready', ...found, busy: 'faces' })
    engines()[0]?.answer({ seq: 2, ok: true, answer: null })
    expect(await faces).toBeNull()
    await settle()
    engines()[0]?.emit('exit', 7)
    await settle()
    expect(phases).toEqual(['starting', 'ready faces', 'ready null', 'failed'])
    expect(client.state).toMatchObject({ message: expect.stringContaining('code 7') as string })
    const again = client.start()
    expect(client.state).toEqual({ phase: 'starting' })
    engines()[1]?.answer({ seq: 3, ok: true, answer: found })
    expect(await again).toMatchObject({ phase: 'ready', busy: null })
    client.stop()
    expect(client.state).toEqual({ phase: 'off' })
  })

  it('is a fault where TensorFlow cannot be loaded, and a start tries a new process', async () => {
    const client = new EngineClient()
    const started = client.start().catch((error: unknown) => error)
    engines()[0]?.answer({ seq: 1, ok: false, code: 'tensorflow', message: 'TensorFlow is missing.' })
    expect(await started).toMatchObject({ code: 'tensorflow' })
    expect(client.state).toEqual({ phase: 'failed', message: 'TensorFlow is missing.' })
    const again = client.start()
    expect(engines()[0]?.killed).toBe(true)
    engines()[1]?.answer({ seq: 2, ok: true, answer: found })
    expect(await again).toMatchObject({ phase: 'ready' })
  })
})
