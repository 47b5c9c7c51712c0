/** The nodes of a TensorFlow graph as plain data, before they are written. */

/** The value of a node's attribute, by its kind. */
export type AttributeValue =
  | { kind: 'type'; value: number | number[] }
  | { kind: 'int'; value: number | number[] }
  | { kind: 'float'; value: number | number[] }
  | { kind: 'bool'; value: boolean | boolean[] }
  | { kind: 'string'; value: string }
  | { kind: 'shape'; value: readonly number[] }
  | { kind: 'tensor'; value: ConstantValue }

/** The content of a constant: bytes in the machine's order (little-endian wherever TensorFlow runs). */
export interface ConstantValue {
  type: number
  shape: readonly number[]
  bytes: Uint8Array
}

export interface GraphNode {
  op: string
  name: string
  /** `name`, `name:1` for a second output, `^name` for "after that node". */
  inputs: string[]
  attributes: Record<string, AttributeValue>
}

/** A tensor at the edge of the graph. */
export interface Endpoint {
  name: string
  type: number
  /** -1 where the size may differ from call to call. */
  shape: readonly number[]
}

export interface GraphSignature {
  inputs: Record<string, Endpoint>
  outputs: Record<string, Endpoint>
}

/** A growing list of nodes with names of their own. */
export class NodeList {
  readonly nodes: GraphNode[] = []
  readonly #names = new Set<string>()

  /**
   * Adds a node.
   * @param name what it would like to be called; a number is appended where the name is taken
   * @returns the name that it got
   */
  add(
    op: string,
    name: string,
    inputs: readonly string[],
    attributes: Record<string, AttributeValue>,
  ): string {
    let free = name
    for (let i = 1; this.#names.has(free); i++) free = `${name}_${i}`
    this.#names.add(free)
    this.nodes.push({ op, name: free, inputs: [...inputs], attributes })
    return free
  }

  /** Adds a constant and returns its name. */
  constant(name: string, value: ConstantValue): string {
    return this.add('Const', name, [], {
      dtype: { kind: 'type', value: value.type },
      value: { kind: 'tensor', value },
    })
  }

  /** The nodes that the given ones depend on, themselves included, in the order in which they were added. */
  needed(ends: readonly string[]): GraphNode[] {
    const byName = new Map(this.nodes.map((node) => [node.name, node]))
    const reached = new Set<string>()
    const open = [...ends]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const name = nodeName(next)
      if (reached.has(name)) continue
      reached.add(name)
      open.push(...(byName.get(name)?.inputs ?? []))
    }
    return this.nodes.filter((node) => reached.has(node.name))
  }
}

/** The node behind a reference such as `^a` or `a:1`. */
function nodeName(reference: string): string {
  return reference.replace(/^\^/, '').replace(/:\d+$/, '')
}
