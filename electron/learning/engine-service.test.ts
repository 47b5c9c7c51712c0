import jpeg from 'jpeg-js'
import { describe, expect, it } from 'vitest'
import { CROP_PIXELS } from '../domain/crop'
import { MalarError } from '../domain/words'
import type {
  EngineRequestName,
  EngineRequests,
  FromEngine,
  ToEngine,
  TrainedModel,
} from '../engine-protocol'
import { EngineService } from './engine-service'
import { DIMENSIONS } from './encoder'
import { FEATURES, loadTrunk } from './trunk'

const TRUNK = new URL('../../assets/trunk', import.meta.url).pathname

type Answer = Exclude<FromEngine, { progress: unknown } | { alive: true }>

/** A service whose messages are caught. */
class Line {
  readonly sent: FromEngine[] = []
  readonly service = new EngineService(
    (message) => this.sent.push(message),
    async ({ width }) => {
      if (width === 0) throw new Error('an empty image')
      if (width === 9) throw new Error('OOM when allocating tensor with shape[9,9] and type float')
      return null
    },
    (tf) => loadTrunk(tf, TRUNK),
    () => ({ trunk: 'trunk-test', hog: 'hog-test' }),
  )
  #seq = 0

  async ask<K extends EngineRequestName>(name: K, take: EngineRequests[K]['take']): Promise<Answer> {
    const seq = ++this.#seq
    await this.service.receive({ seq, name, take } as ToEngine)
    const answers = this.sent.filter((message): message is Answer => 'seq' in message && message.seq === seq)
    expect(answers).toHaveLength(1)
    return answers[0] as Answer
  }

  async want<K extends EngineRequestName>(
    name: K,
    take: EngineRequests[K]['take'],
  ): Promise<EngineRequests[K]['answer']> {
    const answer = await this.ask(name, take)
    if (!answer.ok) throw new MalarError(answer.code, answer.message)
    return answer.answer as EngineRequests[K]['answer']
  }
}

function stripes(width: number): Uint8Array {
  const data = Buffer.alloc(CROP_PIXELS * CROP_PIXELS * 4, 255)
  for (let i = 0; i < CROP_PIXELS * CROP_PIXELS; i++) {
    data.fill(Math.floor((i % CROP_PIXELS) / width) % 2 ? 190 : 60, 4 * i, 4 * i + 3)
  }
  return new Uint8Array(jpeg.encode({ width: CROP_PIXELS, height: CROP_PIXELS, data }, 90).data)
}

const ids = [...Array(8).keys()]
const crops = ids.map((id) => ({ region: id, jpeg: stripes(2 + 2 * id), variants: [0, 1] }))
const examples = ids.map((id) => ({ crop: id, region: 'jowl', subject: `S${id}`, label: id / 7 }))
const options = { objective: 'soft-n-pair', seed: 1, steps: 0 }

describe('the engine service', () => {
  it('goes the whole way: hello, crops, training, embedding', async () => {
    const line = new Line()
    expect(await line.want('hello', { device: 'cpu' })).toMatchObject({
      device: 'cpu',
      tensorflow: expect.stringMatching(/^2\.\d+/) as string,
    })
    expect(await line.want('featureKeys', {})).toEqual({ trunk: 'trunk-test', hog: 'hog-test' })
    const { values, length } = await line.want('features', { kind: 'trunk', crops })
    expect(length).toBe(FEATURES)
    expect(values).toHaveLength(8 * 2 * FEATURES)
    const features = { ids, variants: 2, values }
    expect(await line.want('addFeatures', features)).toEqual({ kept: 8 })
    let model: TrainedModel | undefined
    const training = line
      .want('train', { examples, options: { ...options, steps: 100_000 }, depth: 'head' })
      .then((m) => (model = m))
    // Everything else is answered while it trains.
    while (!line.sent.some((message) => 'progress' in message)) await new Promise((r) => setTimeout(r, 20))
    expect((await line.ask('train', { examples, options, depth: 'head' })) as object).toMatchObject({
      ok: false,
      code: 'busy',
    })
    expect(await line.want('landmarks', { width: 1, height: 1, rgba: new Uint8Array(4) })).toBeNull()
    expect(await line.want('dropFeatures', {})).toEqual({ kept: 0 })
    expect(await line.want('addFeatures', features)).toEqual({ kept: 8 })
    expect(model).toBeUndefined()
    const told = Date.now()
    expect(await line.want('cancel', {})).toBeNull()
    await training
    expect(Date.now() - told).toBeLessThan(1000)
    expect(model?.cancelled).toBe(true)
    const take = { weights: (model as TrainedModel).weights, depth: 'head' as const, crops: [3, 1] }
    const { vectors, dimensions } = await line.want('embed', take)
    expect(dimensions).toBe(DIMENSIONS)
    expect(vectors).toHaveLength(2 * DIMENSIONS)
    // A plain copy survives the way to another process.
    expect(vectors).toBeInstanceOf(Float32Array)
    await line.service.dispose()
  })

  it('answers an error with its code and its sentence', async () => {
    const line = new Line()
    expect(await line.ask('train', { examples: [], options, depth: 'head' })).toMatchObject({
      ok: false,
      code: 'too-few-scores',
    })
    expect(await line.ask('train', { examples, options, depth: 'head' })).toMatchObject({
      ok: false,
      code: 'crop',
    })
    expect(await line.ask('embed', { weights: new Float32Array(3), depth: 'head', crops: [] })).toMatchObject(
      {
        code: 'model',
      },
    )
    const damaged = { region: 5, jpeg: new Uint8Array(9), variants: [0] }
    expect(await line.ask('features', { kind: 'trunk', crops: [damaged] })).toMatchObject({
      ok: false,
      code: 'crop',
      message: expect.stringMatching(/region 5/) as string,
    })
    expect(await line.ask('features', { kind: 'tea' as 'trunk', crops: [] })).toMatchObject({
      code: 'request',
    })
    const uneven = { ids: [1, 2], variants: 1, values: new Float32Array(3) }
    expect(await line.ask('addFeatures', uneven)).toMatchObject({ ok: false, code: 'features' })
    expect(await line.ask('landmarks', { width: 0, height: 0, rgba: new Uint8Array(0) })).toMatchObject({
      ok: false,
      code: 'engine',
      message: 'an empty image',
    })
    expect(await line.ask('landmarks', { width: 9, height: 9, rgba: new Uint8Array(0) })).toMatchObject({
      ok: false,
      code: 'memory',
      message: expect.stringMatching(/^There was too little free memory\. .*\.$/) as string,
    })
    expect(await line.ask('guess' as 'hello', { device: 'cpu' })).toMatchObject({
      ok: false,
      code: 'request',
    })
    await line.service.dispose()
  })

  it('takes a cancel when nothing trains, and the next training is not stopped by it', async () => {
    const line = new Line()
    expect(await line.want('cancel', {})).toBeNull()
    const { values } = await line.want('features', { kind: 'trunk', crops })
    await line.want('addFeatures', { ids, variants: 2, values })
    const answer = await line.ask('train', { examples, options: { ...options, steps: 2 }, depth: 'head' })
    // Two steps teach nothing; what matters is that they were taken.
    expect(answer).toMatchObject({ ok: false, code: 'not-learned' })
    await line.service.dispose()
  })

  it('stops computing features within a second, with what was computed until then', async () => {
    const line = new Line()
    const many = Array.from({ length: 40 }, () => crops).flat()
    const whole = line.want('features', { kind: 'trunk', crops: crops.slice(0, 1) })
    // It waits its turn: the cancel is meant for it all the same.
    const stopped = line.want('features', { kind: 'trunk', crops: many })
    await whole
    const told = Date.now()
    await line.want('cancel', {})
    const { values } = await stopped
    expect(Date.now() - told).toBeLessThan(1000)
    expect(values.length).toBeLessThan(many.length * 2 * FEATURES)
    expect(values.length % FEATURES).toBe(0)
    const again = await line.want('features', { kind: 'trunk', crops: crops.slice(0, 1) })
    expect(again.values).toHaveLength(2 * FEATURES)
    await line.service.dispose()
  })

  it('says that TensorFlow is missing, once a request needs it', async () => {
    const sent: FromEngine[] = []
    const service = new EngineService(
      (message) => sent.push(message),
      async () => null,
      (tf) => loadTrunk(tf, TRUNK),
      () => ({ trunk: 'trunk-test', hog: 'hog-test' }),
      () => {
        throw new MalarError('tensorflow', 'It could not be started.')
      },
    )
    await service.receive({ seq: 1, name: 'hello', take: { device: 'auto' } })
    await service.receive({
      seq: 2,
      name: 'embed',
      take: { weights: new Float32Array(1), depth: 'head', crops: [] },
    })
    expect(sent).toEqual(
      [1, 2].map((seq) => ({ seq, ok: false, code: 'tensorflow', message: 'It could not be started.' })),
    )
  })
})
