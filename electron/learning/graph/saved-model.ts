/** Writes a graph in TensorFlow's SavedModel format (saved_model.proto, meta_graph.proto, graph.proto). */
import type { AttributeValue, ConstantValue, Endpoint, GraphNode, GraphSignature } from './nodes'
import { type Message, type Messages, protobufMessages, TYPE_NUMBERS } from './internals'

/** The lowest graph version that knows all operations we use, and lowest reader: both as TensorFlow 2.9 writes. */
const PRODUCER = 1087
const MIN_CONSUMER = 12

/** What TensorFlow runs once when it loads the directory: here the assignments of the initial values. */
const INIT_SIGNATURE = '__saved_model_init_op'
const INIT_NODE = 'initialise'

/**
 * The bytes of `saved_model.pb`. No `variables` folder is needed: initial values are constants.
 * @param nodes the pruned graph
 * @param signatures by name
 * @param initialisers names of the nodes that assign the initial values
 */
export function serialiseSavedModel(
  nodes: readonly GraphNode[],
  signatures: Readonly<Record<string, GraphSignature>>,
  initialisers: readonly string[],
): Uint8Array {
  const pb = protobufMessages()
  const graph = make(pb.GraphDef, {})
  const initialise: GraphNode = {
    op: 'NoOp',
    name: INIT_NODE,
    inputs: initialisers.map((name) => `^${name}`),
    attributes: {},
  }
  for (const node of [...nodes, initialise]) call(graph, 'addNode', writeNode(pb, node))
  call(graph, 'setVersions', make(pb.VersionDef, { setProducer: PRODUCER, setMinConsumer: MIN_CONSUMER }))

  const meta = make(pb.MetaGraphDef, { setGraphDef: graph })
  call(meta, 'setMetaInfoDef', make(pb.MetaGraphDef.MetaInfoDef, { addTags: 'serve' }))
  const definitions = call(meta, 'getSignatureDefMap') as Map<string, Message>
  for (const [name, signature] of Object.entries(signatures)) {
    definitions.set(name, writeSignature(pb, signature))
  }
  const done = { [INIT_SIGNATURE]: { name: INIT_NODE, type: 0, shape: [] } }
  definitions.set(INIT_SIGNATURE, writeSignature(pb, { inputs: {}, outputs: done }))

  const model = make(pb.SavedModel, { setSavedModelSchemaVersion: 1, addMetaGraphs: meta })
  return model.serializeBinary()
}

function writeNode(pb: Messages, node: GraphNode): Message {
  const message = make(pb.NodeDef, { setName: node.name, setOp: node.op, setInputList: node.inputs })
  const attributes = call(message, 'getAttrMap') as Map<string, Message>
  for (const [name, attribute] of Object.entries(node.attributes)) {
    attributes.set(name, writeAttribute(pb, attribute))
  }
  return message
}

function writeAttribute(pb: Messages, attribute: AttributeValue): Message {
  const { kind, value } = attribute
  if (Array.isArray(value) && (kind === 'type' || kind === 'int' || kind === 'float' || kind === 'bool')) {
    const setter = { type: 'setTypeList', int: 'setIList', float: 'setFList', bool: 'setBList' }[kind]
    return make(pb.AttrValue, { setList: make(pb.AttrValue.ListValue, { [setter]: value }) })
  }
  switch (kind) {
    case 'type':
      return make(pb.AttrValue, { setType: value })
    case 'int':
      return make(pb.AttrValue, { setI: value })
    case 'float':
      return make(pb.AttrValue, { setF: value })
    case 'bool':
      return make(pb.AttrValue, { setB: value })
    case 'string':
      return make(pb.AttrValue, { setS: new TextEncoder().encode(value) })
    case 'shape':
      return make(pb.AttrValue, { setShape: writeShape(pb, value) })
    case 'tensor':
      return make(pb.AttrValue, { setTensor: writeTensor(pb, value) })
  }
}

/** A float constant of one repeated value is written once: Adam's zeros need no 300 kB. */
function writeTensor(pb: Messages, { type, shape, bytes }: ConstantValue): Message {
  const message = make(pb.Tensor, { setDtype: type, setTensorShape: writeShape(pb, shape) })
  const repeated = type === TYPE_NUMBERS['float32'] ? repeatedFloat(bytes) : undefined
  if (repeated === undefined) call(message, 'setTensorContent', bytes)
  else call(message, 'addFloatVal', repeated)
  return message
}

/** The value of floats that are all the same bit for bit, undefined for others and for a single one. */
function repeatedFloat(bytes: Uint8Array): number | undefined {
  const bits = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4)
  if (bits.length < 2 || !bits.every((word) => word === bits[0])) return undefined
  return new Float32Array(bits.buffer, bits.byteOffset, 1)[0]
}

function writeShape(pb: Messages, shape: readonly number[]): Message {
  const message = make(pb.TensorShape, {})
  for (const size of shape) call(message, 'addDim', make(pb.TensorShape.Dim, { setSize: size }))
  return message
}

function writeSignature(pb: Messages, signature: GraphSignature): Message {
  const message = make(pb.SignatureDef, { setMethodName: 'tensorflow/serving/predict' })
  const fill = (getter: string, ends: Record<string, Endpoint>): void => {
    const map = call(message, getter) as Map<string, Message>
    for (const [name, { name: node, type, shape }] of Object.entries(ends)) {
      map.set(
        name,
        make(pb.TensorInfo, { setName: node, setDtype: type, setTensorShape: writeShape(pb, shape) }),
      )
    }
  }
  fill('getInputsMap', signature.inputs)
  fill('getOutputsMap', signature.outputs)
  return message
}

function make(of: new () => Message, fields: Record<string, unknown>): Message {
  const message = new of()
  for (const [setter, value] of Object.entries(fields)) call(message, setter, value)
  return message
}

function call(message: Message, method: string, ...values: unknown[]): unknown {
  return (message[method] as (...values: unknown[]) => unknown).apply(message, values)
}
