/** A graph that TensorFlow has loaded and runs in a session of its own. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TensorFlow } from '../tensorflow'
import type { GraphSignature } from './nodes'
import { type GraphBuilder, TICK, type Tensors } from './trace'

type LoadedSignature = Awaited<ReturnType<TensorFlow['node']['loadSavedModel']>>

/** Its variables live in the session: all signatures see the same ones, and they keep their values between calls. */
export class Graph {
  readonly #tf: TensorFlow
  readonly #loaded: Map<string, LoadedSignature>
  readonly #signatures: Readonly<Record<string, GraphSignature>>

  private constructor(
    tf: TensorFlow,
    loaded: Map<string, LoadedSignature>,
    signatures: Readonly<Record<string, GraphSignature>>,
  ) {
    this.#tf = tf
    this.#loaded = loaded
    this.#signatures = signatures
  }

  /**
   * Loads what a builder has collected. It goes through a fresh temporary directory, because tfjs-node
   * keeps sessions by path; the directory is gone when this returns.
   */
  static async open(tf: TensorFlow, builder: GraphBuilder): Promise<Graph> {
    const directory = await mkdtemp(join(tmpdir(), 'malar-graph-'))
    const loaded = new Map<string, LoadedSignature>()
    try {
      await writeFile(join(directory, 'saved_model.pb'), builder.serialise())
      for (const name of Object.keys(builder.signatures)) {
        loaded.set(name, await tf.node.loadSavedModel(directory, ['serve'], name))
      }
      return new Graph(tf, loaded, { ...builder.signatures })
    } catch (error) {
      for (const signature of loaded.values()) signature.dispose()
      throw error
    } finally {
      await rm(directory, { recursive: true, force: true })
    }
  }

  /**
   * Runs a signature, synchronously.
   * @returns its outputs, to be disposed by the caller
   * @throws Error when an argument is missing, or of another shape than it was traced with: TensorFlow
   *   itself does not check, and would answer something
   */
  run(signature: string, args: Tensors): Tensors {
    const definition = this.#signatures[signature]
    const loaded = this.#loaded.get(signature)
    if (!definition || !loaded) throw new Error(`The graph has no signature ${signature}.`)
    if (TICK in definition.inputs) {
      const tick = this.#tf.scalar(0)
      try {
        return loaded.predict({ [TICK]: tick }) as Tensors
      } finally {
        tick.dispose()
      }
    }
    for (const [name, { shape }] of Object.entries(definition.inputs)) {
      const given = args[name]?.shape
      const fits =
        given?.length === shape.length && shape.every((size, i) => size === -1 || size === given[i])
      if (!fits)
        throw new Error(`${signature} needs ${name} of shape [${shape}], not [${given ?? 'nothing'}].`)
    }
    return loaded.predict(args) as Tensors
  }

  /** Frees the session and its variables. */
  dispose(): void {
    for (const signature of this.#loaded.values()) signature.dispose()
    this.#loaded.clear()
  }
}
