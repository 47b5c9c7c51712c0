/**
 * Turns functions written in tfjs into a TensorFlow graph. A function runs once, eagerly, while every
 * operation that the backend is asked for is written down; from then on the graph is run instead.
 * Where there is no TensorFlow, nothing is written down, and the functions themselves are run.
 */
import { isNative, type Tensor, type TensorFlow, type Variable } from '../tensorflow'
import { type Backend, backendOf, TYPE_NUMBERS } from './internals'
import { type AttributeValue, type GraphSignature, NodeList } from './nodes'
import { type Listener, listenToBackend } from './listen'
import { serialiseSavedModel } from './saved-model'

export type Tensors = Record<string, Tensor>

/** A variable of the graph, shared by all signatures. */
interface GraphVariable {
  name: string
  variable: Variable
  handle: string
}

/** Name of the unused input that a signature without arguments gets: TensorFlow must be fed something. */
export const TICK = 'tick'

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

/** One trace: which tensor is which node. */
class Tracing implements Listener {
  readonly #nodeOf = new Map<object, string>()
  readonly #constants = new Map<string, string>()
  readonly #constantIds = new Set<object>()
  readonly #reads = new Map<string, string>()
  readonly #homes: Map<object, GraphVariable>
  readonly #startIds: object[]

  constructor(
    readonly signature: string,
    private readonly list: NodeList,
    private readonly variables: readonly GraphVariable[],
    private readonly content: (tensor: Tensor) => {
      type: number
      shape: readonly number[]
      bytes: Uint8Array
    },
  ) {
    this.#homes = new Map(variables.map((entry) => [entry.variable.dataId, entry]))
    this.#startIds = variables.map(({ variable }) => variable.dataId)
  }

  argument(
    name: string,
    tensor: Tensor,
    shape: readonly number[],
  ): { name: string; type: number; shape: readonly number[] } {
    if (this.#nodeOf.has(tensor.dataId))
      throw new Error(`Argument ${name} shares its memory with another one.`)
    if (this.#homes.has(tensor.dataId)) throw new Error(`Argument ${name} shares its memory with a variable.`)
    const type = typeNumber(tensor.dtype)
    const node = this.#placeholder(name, type, shape)
    this.#nodeOf.set(tensor.dataId, node)
    return { name: `${node}:0`, type, shape }
  }

  tick(): { name: string; type: number; shape: readonly number[] } {
    const type = TYPE_NUMBERS['float32'] as number
    return { name: `${this.#placeholder(TICK, type, [])}:0`, type, shape: [] }
  }

  operation(
    op: string,
    attributes: Record<string, AttributeValue>,
    inputs: Tensor[],
    outputs: Tensor[],
  ): void {
    const node = this.list.add(
      op,
      `${this.signature}/${op}`,
      inputs.map((tensor) => this.#reference(tensor)),
      attributes,
    )
    outputs.forEach((tensor, i) => this.#nodeOf.set(tensor.dataId, i ? `${node}:${i}` : node))
  }

  valueRead(dataId: object): void {
    const node = this.#nodeOf.get(dataId)
    if (this.#homes.has(dataId) || (node && !this.#constantIds.has(dataId))) {
      throw new Error(`The trace of ${this.signature} reads the value of a tensor (${node ?? 'a variable'}).`)
    }
  }

  isRegistered(variable: Variable): boolean {
    return this.variables.some((entry) => entry.variable === variable)
  }

  /** Adds the assignments and the outputs, each output after all assignments. */
  finish(results: Tensors): GraphSignature['outputs'] {
    const changed = this.variables.filter(({ variable }, i) => variable.dataId !== this.#startIds[i])
    // All values are looked up first: looking one up may add a read, which must precede the assignments.
    const values = changed.map(({ variable }) => this.#reference(variable))
    const ends = Object.entries(results).map(([name, tensor]) => ({
      name,
      tensor,
      node: this.#reference(tensor),
    }))
    const assigns = changed.map((entry, i) => {
      const read = this.#reads.get(entry.name)
      const after = read === undefined ? [] : [`^${read}`]
      return this.list.add(
        'AssignVariableOp',
        `${this.signature}/assign/${entry.name}`,
        [entry.handle, values[i] as string, ...after],
        { dtype: { kind: 'type', value: typeNumber(entry.variable.dtype) } },
      )
    })
    const outputs: GraphSignature['outputs'] = {}
    for (const { name, tensor, node } of ends) {
      const type = typeNumber(tensor.dtype)
      // Only tensors can be asked of a SavedModel, not operations: hence the control inputs.
      const identity = this.list.add(
        'Identity',
        `${this.signature}/out/${name}`,
        [node, ...assigns.map((a) => `^${a}`)],
        {
          T: { kind: 'type', value: type },
        },
      )
      outputs[name] = { name: `${identity}:0`, type, shape: tensor.shape }
    }
    return outputs
  }

  #placeholder(name: string, type: number, shape: readonly number[]): string {
    return this.list.add('Placeholder', `${this.signature}/${name}`, [], {
      dtype: { kind: 'type', value: type },
      shape: { kind: 'shape', value: shape },
    })
  }

  #reference(tensor: Tensor): string {
    return this.#nodeOf.get(tensor.dataId) ?? this.#variableRead(tensor) ?? this.#constant(tensor)
  }

  #variableRead(tensor: Tensor): string | undefined {
    const home = this.#homes.get(tensor.dataId)
    if (!home) return undefined
    const node = this.list.add('ReadVariableOp', `${this.signature}/read/${home.name}`, [home.handle], {
      dtype: { kind: 'type', value: typeNumber(home.variable.dtype) },
    })
    this.#reads.set(home.name, node)
    this.#nodeOf.set(tensor.dataId, node)
    return node
  }

  /** A tensor that no traced operation made: tfjs built it from numbers. Equal ones are kept once. */
  #constant(tensor: Tensor): string {
    this.#constantIds.add(tensor.dataId)
    const value = this.content(tensor)
    const key = `${value.type}|${value.shape.join()}|${Buffer.from(value.bytes).toString('base64')}`
    const node = this.#constants.get(key) ?? this.list.constant(`${this.signature}/constant`, value)
    this.#constants.set(key, node)
    this.#nodeOf.set(tensor.dataId, node)
    return node
  }
}

function typeNumber(dtype: string): number {
  const number = TYPE_NUMBERS[dtype]
  if (number === undefined) throw new Error(`A graph cannot hold tensors of type ${dtype}.`)
  return number
}
