/**
 * Everything that this room relies on inside tfjs-node 4.22.0 and that its types do not promise: the
 * backend's two ways to execute an operation, its numbers for types, and the protobuf classes that it
 * carries. `checkTensorFlow` refuses any other version; on an upgrade this file and its test are the
 * place to look.
 */
import { requireHere, type Tensor, type TensorFlow } from '../tensorflow'

/** An attribute of a TensorFlow operation as tfjs-node hands it to the library. */
export interface OperationAttribute {
  name: string
  type: number
  value: unknown
}

/** The backend's entry points, which a trace listens to. */
export interface Backend {
  binding: Record<
    | 'TF_ATTR_STRING'
    | 'TF_ATTR_INT'
    | 'TF_ATTR_FLOAT'
    | 'TF_ATTR_BOOL'
    | 'TF_ATTR_TYPE'
    | 'TF_ATTR_SHAPE'
    | 'TF_FLOAT'
    | 'TF_INT32'
    | 'TF_BOOL',
    number
  > & { TF_Version: string }
  executeSingleOutput(op: string, attributes: OperationAttribute[], inputs: Tensor[]): Tensor
  executeMultipleOutputs(
    op: string,
    attributes: OperationAttribute[],
    inputs: Tensor[],
    count: number,
  ): Tensor[]
  readSync(dataId: object): Float32Array | Int32Array | Uint8Array
}

/** The native backend of a loaded tfjs-node. */
export function backendOf(tf: TensorFlow): Backend {
  return tf.backend() as unknown as Backend
}

/** TensorFlow's numbers for the types that tfjs has (types.proto); the same as in the C interface. */
export const TYPE_NUMBERS: Readonly<Record<string, number>> = { float32: 1, int32: 3, bool: 10 }

/**
 * Operations for which tfjs-node leaves the type of the first input to eager execution, which infers it;
 * a graph has to be told.
 */
export const UNTYPED_OPERATIONS: readonly string[] = ['ExpandDims']

/** A protobuf message: setters by name. Only the few that saved-model.ts calls are used. */
export type Message = Record<string, (...values: never[]) => unknown> & { serializeBinary(): Uint8Array }
type MessageClass = new () => Message

/** The generated classes of tfjs-node's `api_pb`, by TensorFlow's own names. */
export interface Messages {
  SavedModel: MessageClass
  MetaGraphDef: MessageClass & { MetaInfoDef: MessageClass }
  GraphDef: MessageClass
  NodeDef: MessageClass
  AttrValue: MessageClass & { ListValue: MessageClass }
  Tensor: MessageClass
  TensorShape: MessageClass & { Dim: MessageClass }
  TensorInfo: MessageClass
  SignatureDef: MessageClass
  VersionDef: MessageClass
}

/** The protobuf classes with which a SavedModel is written. */
export function protobufMessages(): Messages {
  return requireHere('@tensorflow/tfjs-node/dist/proto/api_pb') as Messages
}
