import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { VARIANTS } from '../engine-protocol'
import { initialWeights } from './encoder'
import { FineTuneInputs } from './fine-tune-inputs'
import { inputSize, inputTensor, traceFineTuning } from './fine-tune-step'
import { Graph } from './graph/graph'
import { findObjective } from './objectives'
import { Random } from './random'
import { loadTensorFlow, type Tensor } from './tensorflow'
import { stripeImages } from './testing/stripes'
import { disposeTrunk, halfwayMaps, loadTrunk } from './trunk'

const { tf } = loadTensorFlow('cpu')
const trunk = loadTrunk(tf, new URL('../../assets/trunk', import.meta.url).pathname)
const { images } = stripeImages(['A', 'B', 'C'])
let graph: Graph
beforeAll(async () => {
  const builder = traceFineTuning(
    tf,
    trunk,
    initialWeights(new Random(1)),
    findObjective(''),
    2,
    20,
    'block5',
  )
  graph = await Graph.open(tf, builder)
})
afterAll(() => {
  graph?.dispose()
  disposeTrunk(trunk)
})

/** One array an input. */
function read(inputs: Tensor): Float32Array[] {
  const values = inputs.dataSync() as Float32Array
  const count = inputs.shape[0] as number
  inputs.dispose()
  const size = values.length / count
  return Array.from({ length: count }, (_, i) => values.slice(i * size, (i + 1) * size))
}

describe('inputs of a fine-tuning', () => {
  it('from the stem are the images: as they are, or changed anew each time', () => {
    const inputs = new FineTuneInputs(tf, graph, 'stem', images, new Random(1))
    expect(read(inputs.unchanged([2, 0]))).toEqual([2, 0].map((crop) => Float32Array.from(images.get(crop)!)))
    const looks = [0, 0, 0].map(() => String(read(inputs.changed([1]))[0]?.slice(0, 9)))
    expect(new Set(looks).size).toBe(3)
  })

  it('from block 5 are maps of a few copies of each crop, each computed once', () => {
    const inputs = new FineTuneInputs(tf, graph, 'block5', images, new Random(1))
    const run = vi.spyOn(graph, 'run')
    const before = tf.memory().numTensors
    const plain = read(inputs.unchanged([0, 1, 2, 1]))
    const wanted = tf.tidy(() => {
      const pixels = Float32Array.from([0, 1, 2, 1].flatMap((crop) => [...images.get(crop)!]))
      return halfwayMaps(tf, trunk, inputTensor(tf, 'stem', pixels)).dataSync() as Float32Array
    })
    plain
      .flatMap((map) => [...map.subarray(0, 500)])
      .forEach((value, i) => {
        const place = Math.floor(i / 500) * inputSize('block5') + (i % 500)
        expect(Math.abs(value - (wanted[place] as number))).toBeLessThan(1e-4)
      })
    expect(plain[3]).toEqual(plain[1])
    const looks = new Set<string>()
    for (let i = 0; i < 60; i++) looks.add(String(read(inputs.changed([1]))[0]))
    expect(looks.size).toBe(VARIANTS)
    expect(looks).toContain(String(plain[1]))
    expect(run).toHaveBeenCalledTimes(VARIANTS)
    expect(tf.memory().numTensors).toBe(before)
    run.mockRestore()
  })

  it('are the same for the same seed', () => {
    const all = (seed: number): Float32Array[] => {
      const inputs = new FineTuneInputs(tf, graph, 'block5', images, new Random(seed))
      return [
        [0, 1],
        [1, 2],
        [2, 0],
      ].flatMap((crops) => read(inputs.changed(crops)))
    }
    expect(all(1)).toEqual(all(1))
    expect(all(1)).not.toEqual(all(2))
  })
})
