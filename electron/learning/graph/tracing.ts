/** One trace of a function: which tensor is which node of the graph. */
import type { Tensor, Variable } from '../tensorflow'
import { TYPE_NUMBERS } from './internals'
import type { AttributeValue, GraphSignature, NodeList } from './nodes'
import type { Listener } from './listen'

export type Tensors = Record<string, Tensor>

/** A variable of the graph, shared by all signatures. */
export interface GraphVariable {
  name: string
  variable: Variable
  handle: string
}

/** Name of the unused input that a signature without arguments gets: TensorFlow must be fed something. */
export const TICK = 'tick'

export class Tracing implements Listener {
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

/** TensorFlow's number for a type of tfjs. @throws Error for those that a graph cannot hold */
export function typeNumber(dtype: string): number {
  const number = TYPE_NUMBERS[dtype]
  if (number === undefined) throw new Error(`A graph cannot hold tensors of type ${dtype}.`)
  return number
}
