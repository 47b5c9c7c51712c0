/** Listens to the backend while a function is traced, and forbids what a trace cannot hold. */
import type { Tensor, TensorFlow, Variable } from '../tensorflow'
import {
  type Backend,
  backendOf,
  type OperationAttribute,
  TYPE_NUMBERS,
  UNTYPED_OPERATIONS,
} from './internals'
import type { AttributeValue } from './nodes'

export interface Listener {
  readonly signature: string
  /** An operation has run. */
  operation(op: string, attributes: Record<string, AttributeValue>, inputs: Tensor[], outputs: Tensor[]): void
  /** The value of a tensor is about to be read; throws where the trace must not. */
  valueRead(dataId: object): void
  isRegistered(variable: Variable): boolean
}

/**
 * Starts to listen.
 * @returns a function that stops, to be called however the traced function ends
 */
export function listenToBackend(tf: TensorFlow, listener: Listener): () => void {
  const backend = backendOf(tf)
  const { executeSingleOutput, executeMultipleOutputs, readSync } = backend
  const variables = tf.Variable.prototype as unknown as { assign(this: Variable, value: Tensor): void }
  const { assign } = variables
  const { random } = Math
  const kinds = attributeKinds(backend)

  backend.executeSingleOutput = (op, attributes, inputs) => {
    const output = executeSingleOutput.call(backend, op, attributes, inputs)
    listener.operation(op, readAttributes(op, attributes, inputs, kinds), inputs, [output])
    return output
  }
  backend.executeMultipleOutputs = (op, attributes, inputs, count) => {
    const outputs = executeMultipleOutputs.call(backend, op, attributes, inputs, count)
    listener.operation(op, readAttributes(op, attributes, inputs, kinds), inputs, outputs)
    return outputs
  }
  backend.readSync = (dataId) => {
    listener.valueRead(dataId)
    return readSync.call(backend, dataId)
  }
  variables.assign = function (value) {
    if (!listener.isRegistered(this)) {
      throw new Error(
        `The trace of ${listener.signature} assigns ${this.name}, which the graph does not know.`,
      )
    }
    assign.call(this, value)
  }
  Math.random = () => {
    throw new Error(
      `The trace of ${listener.signature} uses Math.random, which would be frozen into the graph.`,
    )
  }
  return () => {
    backend.executeSingleOutput = executeSingleOutput
    backend.executeMultipleOutputs = executeMultipleOutputs
    backend.readSync = readSync
    variables.assign = assign
    Math.random = random
  }
}

function attributeKinds({ binding }: Backend): Map<number, AttributeValue['kind']> {
  return new Map<number, AttributeValue['kind']>([
    [binding.TF_ATTR_STRING, 'string'],
    [binding.TF_ATTR_INT, 'int'],
    [binding.TF_ATTR_FLOAT, 'float'],
    [binding.TF_ATTR_BOOL, 'bool'],
    [binding.TF_ATTR_TYPE, 'type'],
    [binding.TF_ATTR_SHAPE, 'shape'],
  ])
}

function readAttributes(
  op: string,
  attributes: readonly OperationAttribute[],
  inputs: readonly Tensor[],
  kinds: Map<number, AttributeValue['kind']>,
): Record<string, AttributeValue> {
  const named: Record<string, AttributeValue> = {}
  for (const { name, type, value } of attributes) {
    const kind = kinds.get(type)
    if (!kind) throw new Error(`The operation ${op} has an attribute ${name} of an unknown kind (${type}).`)
    named[name] = { kind, value } as AttributeValue
  }
  if (UNTYPED_OPERATIONS.includes(op)) {
    named['T'] = { kind: 'type', value: TYPE_NUMBERS[(inputs[0] as Tensor).dtype] as number }
  }
  return named
}
