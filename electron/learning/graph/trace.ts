/**
 * Turns functions written in tfjs into a TensorFlow graph. A function runs once, eagerly, while every
 * operation that the backend is asked for is written down; from then on the graph is run instead.
 * Where there is no TensorFlow, nothing is written down, and the functions themselves are run.
 */
import { isNative, type Tensor, type TensorFlow, type Variable } from '../tensorflow'
import { type Backend, backendOf } from './internals'
import { listenToBackend } from './listen'
import { type AttributeValue, type GraphSignature, NodeList } from './nodes'
import { serialiseSavedModel } from './saved-model'
import { type GraphVariable, type Tensors, TICK, Tracing, typeNumber } from './tracing'

export type { Tensors }

/** Collects variables and traced functions, and writes them as one SavedModel. */
export class GraphBuilder {
  readonly signatures: Record<string, GraphSignature> = {}
  /** What was given to `trace`, by signature. */
  readonly functions: Record<string, (args: Tensors) => Tensors> = {}
  /** False where the functions have to be run themselves. */
  readonly traces: boolean
  /** What the functions need, to be freed with whatever runs them. */
  readonly owned: Tensor[] = []
  readonly #tf: TensorFlow
  readonly #backend: Backend
  readonly #list = new NodeList()
  readonly #variables: GraphVariable[] = []
  readonly #initialisers: string[] = []

  constructor(tf: TensorFlow) {
    this.#tf = tf
    this.#backend = backendOf(tf)
    this.traces = isNative(tf)
  }

  /** Takes over tensors that the traced functions use: they are freed when no function needs them any more. */
  owning(tensors: readonly Tensor[]): this {
    this.owned.push(...tensors)
    return this
  }

  /**
   * Registers a variable; its present value becomes the graph's initial one.
   * @throws Error when another variable of the graph shares its memory
   */
  variable(name: string, variable: Variable): this {
    if (!this.traces) return this
    if (this.#variables.some((other) => other.variable.dataId === variable.dataId)) {
      throw new Error(`The variable ${name} shares its memory with another one.`)
    }
    const type: AttributeValue = { kind: 'type', value: typeNumber(variable.dtype) }
    const handle = this.#list.add('VarHandleOp', name, [], {
      dtype: type,
      shape: { kind: 'shape', value: variable.shape },
      shared_name: { kind: 'string', value: name },
    })
    const initial = this.#list.constant(`initial/${name}`, this.#content(variable))
    const assign = this.#list.add('AssignVariableOp', `initial/${name}/assign`, [handle, initial], {
      dtype: type,
    })
    this.#initialisers.push(assign)
    this.#variables.push({ name, variable, handle })
    return this
  }

  /**
   * Traces a function as a signature. The variables keep their values.
   * @param args sample arguments: the graph keeps their types and shapes, not their values
   * @param run what to trace; it may read the arguments and registered variables, and assign the variables
   * @param dynamic names of the arguments whose first axis may differ from call to call
   * @throws Error when the function reads a tensor's value, uses Math.random, assigns a variable that is
   *   not registered, or when two arguments share their memory: all would freeze something into the graph
   */
  trace(
    signature: string,
    args: Tensors,
    run: (args: Tensors) => Tensors,
    dynamic: readonly string[] = [],
  ): this {
    const shapeOf = (name: string, { shape }: Tensor): number[] =>
      dynamic.includes(name) ? [-1, ...shape.slice(1)] : shape
    this.functions[signature] = run
    if (!this.traces) {
      const inputs = Object.entries(args).map(
        ([name, tensor]) =>
          [name, { name, type: typeNumber(tensor.dtype), shape: shapeOf(name, tensor) }] as const,
      )
      this.signatures[signature] = { inputs: Object.fromEntries(inputs), outputs: {} }
      return this
    }
    const tracing = new Tracing(signature, this.#list, this.#variables, (tensor) => this.#content(tensor))
    const inputs: GraphSignature['inputs'] = {}
    for (const [name, tensor] of Object.entries(args)) {
      inputs[name] = tracing.argument(name, tensor, shapeOf(name, tensor))
    }
    if (Object.keys(args).length === 0) inputs[TICK] = tracing.tick()
    const before = this.#variables.map(({ variable }) => this.#tf.keep(variable.clone()))
    const stop = listenToBackend(this.#tf, tracing)
    let outputs: GraphSignature['outputs']
    try {
      outputs = this.#tf.tidy(() => tracing.finish(run(args)) as never) as GraphSignature['outputs']
    } finally {
      stop()
      this.#variables.forEach(({ variable }, i) => {
        const kept = before[i] as Tensor
        variable.assign(kept)
        kept.dispose()
      })
    }
    this.signatures[signature] = { inputs, outputs }
    return this
  }

  /**
   * Constants of at least `minimum` elements, not all alike, that traces have captured. They deserve a
   * look: a mask or a batch of data may have been frozen in. Each as `name shape`.
   */
  captured(minimum = 256): string[] {
    return this.#list.nodes.flatMap((node) => {
      const value = node.attributes['value']
      if (node.op !== 'Const' || node.name.startsWith('initial/') || value?.kind !== 'tensor') return []
      const { bytes, shape } = value.value
      if (shape.reduce((product, size) => product * size, 1) < minimum) return []
      const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 2)
      return words.every((word) => word === words[0]) ? [] : [`${node.name} ${shape.join('×')}`]
    })
  }

  /** All constants that traces have captured, as text: equal for two traces unless an argument was frozen. */
  constants(): string[] {
    return this.#list.nodes.flatMap((node) => {
      const value = node.attributes['value']
      if (node.op !== 'Const' || node.name.startsWith('initial/') || value?.kind !== 'tensor') return []
      return [
        `${node.name} ${value.value.shape.join('×')} ${Buffer.from(value.value.bytes).toString('base64')}`,
      ]
    })
  }

  /** The bytes of `saved_model.pb`, without nodes that no signature needs. */
  serialise(): Uint8Array {
    const ends = Object.values(this.signatures).flatMap(({ inputs, outputs }) =>
      [...Object.values(inputs), ...Object.values(outputs)].map((end) => end.name),
    )
    const nodes = this.#list.needed([...this.#initialisers, ...ends])
    return serialiseSavedModel(nodes, this.signatures, this.#initialisers)
  }

  #content(tensor: Tensor): { type: number; shape: readonly number[]; bytes: Uint8Array } {
    const values = this.#backend.readSync(tensor.dataId)
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice()
    return { type: typeNumber(tensor.dtype), shape: tensor.shape, bytes }
  }
}
