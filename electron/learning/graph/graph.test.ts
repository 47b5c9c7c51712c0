import { existsSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { afterEach, describe, expect, it } from 'vitest'
import { loadTensorFlow, type Tensor } from '../tensorflow'
import { Graph } from './graph'
import { GraphBuilder } from './trace'

const { tf } = loadTensorFlow('cpu')
const open: Graph[] = []

async function load(builder: GraphBuilder): Promise<Graph> {
  const graph = await Graph.open(tf, builder)
  open.push(graph)
  return graph
}

function read(outputs: Record<string, Tensor>, name: string): number[] {
  const values = [...(outputs[name] as Tensor).dataSync()]
  tf.dispose(outputs)
  return values
}

afterEach(() => {
  for (const graph of open.splice(0)) graph.dispose()
})

describe('a traced function', () => {
  it('answers what the eager one answers, for other arguments and other batch sizes', async () => {
    const double = ({ x }: Record<string, Tensor>) => ({ y: tf.sum(tf.mul(x as Tensor, 2), 1) })
    const graph = await load(new GraphBuilder(tf).trace('f', { x: tf.ones([2, 3]) }, double, ['x']))
    expect(read(graph.run('f', { x: tf.tensor2d([[1, 2, 3]]) }), 'y')).toEqual([12])
    expect(read(graph.run('f', { x: tf.ones([4, 3]) }), 'y')).toEqual([6, 6, 6, 6])
  })

  it('keeps variables between calls, shares them between signatures, and leaves the eager ones alone', async () => {
    const total = tf.variable(tf.tensor1d([1, 2]))
    const builder = new GraphBuilder(tf)
      .variable('total', total)
      .trace('add', { x: tf.zeros([2]) }, ({ x }) => {
        const before = tf.mul(total, 1)
        total.assign(tf.add(total, x as Tensor) as never)
        return { before, after: tf.mul(total, 1) }
      })
      .trace('get', {}, () => ({ total }))
    expect([...total.dataSync()]).toEqual([1, 2])
    const graph = await load(builder)
    const outputs = graph.run('add', { x: tf.tensor1d([10, 20]) })
    expect([...(outputs['before'] as Tensor).dataSync()]).toEqual([1, 2])
    expect([...(outputs['after'] as Tensor).dataSync()]).toEqual([11, 22])
    tf.dispose(outputs)
    expect(read(graph.run('get', {}), 'total')).toEqual([11, 22])
    total.dispose()
  })

  it('leaves no temporary directory, and no tensor', async () => {
    const count = (): number => readdirSync(tmpdir()).filter((name) => name.startsWith('malar-graph-')).length
    const directories = count()
    const x = tf.ones([2])
    const tensors = tf.memory().numTensors
    const graph = await load(new GraphBuilder(tf).trace('f', { x }, ({ x }) => ({ y: tf.exp(x as Tensor) })))
    expect(count()).toBe(directories)
    for (let i = 0; i < 50; i++) tf.dispose(graph.run('f', { x }))
    expect(tf.memory().numTensors).toBe(tensors)
    x.dispose()
    expect(existsSync(tmpdir())).toBe(true)
  })

  it('refuses a wrong shape, a missing argument, an unknown signature', async () => {
    const graph = await load(
      new GraphBuilder(tf).trace('f', { x: tf.ones([2, 3]) }, ({ x }) => ({ y: tf.abs(x as Tensor) })),
    )
    expect(() => graph.run('f', { x: tf.ones([3, 3]) })).toThrow(/\[2,3\], not \[3,3\]/)
    expect(() => graph.run('f', {})).toThrow(/nothing/)
    expect(() => graph.run('g', {})).toThrow(/no signature g/)
  })
})

describe('what a trace cannot hold', () => {
  const x = tf.ones([2])
  const builder = (): GraphBuilder => new GraphBuilder(tf)

  it('the value of a tensor', () => {
    expect(() =>
      builder().trace('f', { x }, ({ x }) => ({ y: tf.scalar((x as Tensor).dataSync()[0] as number) })),
    ).toThrow(/reads the value/)
    expect(() =>
      builder().trace('f', { x }, ({ x }) => ({ y: tf.scalar(tf.exp(x as Tensor).dataSync()[0] as number) })),
    ).toThrow(/reads the value/)
    const v = tf.variable(tf.scalar(2))
    expect(() =>
      builder()
        .variable('v', v)
        .trace('f', { x }, () => ({ y: tf.scalar(v.dataSync()[0] as number) })),
    ).toThrow(/reads the value/)
    v.dispose()
  })

  it('Math.random', () => {
    const random = Math.random
    expect(() => builder().trace('f', { x }, ({ x }) => ({ y: tf.mul(x as Tensor, Math.random()) }))).toThrow(
      /Math\.random/,
    )
    expect(() => builder().trace('f', { x }, ({ x }) => ({ y: tf.dropout(x as never, 0.5) }))).toThrow(
      /Math\.random/,
    )
    expect(Math.random).toBe(random)
  })

  it('an assignment to a variable that is not its own', () => {
    const v = tf.variable(tf.scalar(2))
    expect(() =>
      builder().trace('f', { x }, ({ x }) => (v.assign(tf.sum(x as Tensor) as never), { y: v })),
    ).toThrow(/does not know/)
    v.dispose()
  })

  it('arguments or variables that share their memory', () => {
    expect(() => builder().trace('f', { a: x, b: x.clone() }, ({ a }) => ({ a: a as Tensor }))).toThrow(
      /shares its memory/,
    )
    const v = tf.variable(x)
    expect(() => builder().variable('a', v).variable('b', v)).toThrow(/shares its memory/)
    expect(() =>
      builder()
        .variable('a', v)
        .trace('f', { x }, ({ x }) => ({ x: x as Tensor })),
    ).toThrow(/shares its memory/)
    v.dispose()
  })

  it('lists large constants, and shows a captured number by tracing twice', () => {
    const mask = tf.randomUniform([300])
    const frozen = builder().trace('f', { x: tf.ones([300]) }, ({ x }) => ({ y: tf.mul(x as Tensor, mask) }))
    expect(frozen.captured()).toEqual(['f/constant 300'])
    const twice = [1, 2].map((rate) =>
      builder()
        .trace('f', { x }, ({ x }) => ({ y: tf.mul(x as Tensor, rate) }))
        .constants(),
    )
    expect(twice[0]).not.toEqual(twice[1])
    mask.dispose()
  })
})
