/** A graph that TensorFlow has loaded and runs in a session of its own; or, without TensorFlow, functions. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Tensor, TensorFlow } from '../tensorflow'
import type { GraphSignature } from './nodes'
import type { GraphBuilder } from './trace'
import { TICK, type Tensors } from './tracing'

type LoadedSignature = Awaited<ReturnType<TensorFlow['node']['loadSavedModel']>>

/** What runs the signatures of a graph. */
interface Runner {
  run(signature: string, args: Tensors): Tensors
  dispose(): void
}

/** Its variables live in the session: all signatures see the same ones, and they keep their values between calls. */
export class Graph {
  readonly #tf: TensorFlow
  readonly #runner: Runner
  readonly #signatures: Readonly<Record<string, GraphSignature>>

  private constructor(tf: TensorFlow, runner: Runner, signatures: Readonly<Record<string, GraphSignature>>) {
    this.#tf = tf
    this.#runner = runner
    this.#signatures = signatures
  }

  /** Loads what a builder has collected, and takes over what it owns. */
  static async open(tf: TensorFlow, builder: GraphBuilder): Promise<Graph> {
    if (!builder.traces) return new Graph(tf, functionsOf(tf, builder), { ...builder.signatures })
    try {
      return new Graph(tf, await loaded(tf, builder), { ...builder.signatures })
    } finally {
      tf.dispose(builder.owned)
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
    if (!definition) throw new Error(`The graph has no signature ${signature}.`)
    if (TICK in definition.inputs) {
      const tick = this.#tf.scalar(0)
      try {
        return this.#runner.run(signature, { [TICK]: tick })
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
    return this.#runner.run(signature, args)
  }

  /** Frees the session and its variables. */
  dispose(): void {
    this.#runner.dispose()
  }
}

/**
 * Loads a graph. It goes through a fresh temporary directory, because tfjs-node keeps sessions by path; the directory
 * is gone when this returns.
 */
async function loaded(tf: TensorFlow, builder: GraphBuilder): Promise<Runner> {
  const directory = await mkdtemp(join(tmpdir(), 'malar-graph-'))
  const signatures = new Map<string, LoadedSignature>()
  const dispose = (): void => {
    for (const signature of signatures.values()) signature.dispose()
    signatures.clear()
  }
  try {
    await writeFile(join(directory, 'saved_model.pb'), builder.serialise())
    for (const name of Object.keys(builder.signatures)) {
      signatures.set(name, await tf.node.loadSavedModel(directory, ['serve'], name))
    }
    const run = (name: string, args: Tensors): Tensors => {
      const signature = signatures.get(name)
      if (!signature) throw new Error(`The graph that has the signature ${name} was freed.`)
      return signature.predict(args) as Tensors
    }
    return { run, dispose }
  } catch (error) {
    dispose()
    throw error
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

/** Runs the functions operation by operation. */
function functionsOf(tf: TensorFlow, { functions, owned }: GraphBuilder): Runner {
  return {
    run: (name, args) =>
      tf.tidy(() => {
        const outputs = functions[name]?.(args) ?? {}
        // A variable that is given out has to stay, and what is given out is freed by whoever asked for it.
        const copies = Object.entries(outputs).map(([key, tensor]): [string, Tensor] => [key, tensor.clone()])
        return Object.fromEntries(copies) as never
      }),
    dispose: () => tf.dispose(owned),
  }
}
