import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { io } from '@tensorflow/tfjs-core'
import type * as TensorFlow from '@tensorflow/tfjs-node'
import { MalarError } from '../../domain/words'
import type { CanonicalMesh } from './canonical-mesh'

/** The two networks that find a face and its points, with what they run on. */
export interface LandmarkModels {
  tf: typeof TensorFlow
  detector: TensorFlow.GraphModel
  mesh: TensorFlow.GraphModel
  canonical: CanonicalMesh
}

/**
 * Loads face detector and face mesh from disk.
 * @param tf TensorFlow, loaded by the caller, who also chooses its device
 * @param folder holds blazeface.json, blazeface.bin, facemesh.json and facemesh.bin
 * @throws MalarError `landmark-models` when a file is missing or damaged
 */
export async function loadLandmarkModels(
  tf: typeof TensorFlow,
  folder: string,
  canonical: CanonicalMesh,
): Promise<LandmarkModels> {
  try {
    const detector = await tf.loadGraphModel(fromDisk(folder, 'blazeface.json'))
    const mesh = await tf.loadGraphModel(fromDisk(folder, 'facemesh.json'))
    return { tf, detector, mesh, canonical }
  } catch (error) {
    throw new MalarError(
      'landmark-models',
      `The files that find faces cannot be read (${error instanceof Error ? error.message : String(error)}). Install Malar again.`,
    )
  }
}

/** Frees the memory of both networks. */
export function disposeLandmarkModels({ detector, mesh }: LandmarkModels): void {
  detector.dispose()
  mesh.dispose()
}

/** TensorFlow's own loaders take addresses; this one reads a folder and opens no connection. */
function fromDisk(folder: string, name: string): io.IOHandler {
  return {
    load: async () => {
      const graph = JSON.parse(await readFile(join(folder, name), 'utf8')) as io.ModelJSON
      const groups = graph.weightsManifest
      // Names in the file are taken as names in this folder, wherever they point.
      const parts = await Promise.all(
        groups.flatMap((group) => group.paths).map((path) => readFile(join(folder, basename(path)))),
      )
      const weights = new Uint8Array(Buffer.concat(parts))
      return {
        modelTopology: graph.modelTopology,
        format: graph.format,
        signature: graph.signature,
        userDefinedMetadata: graph.userDefinedMetadata,
        weightSpecs: groups.flatMap((group) => group.weights),
        weightData: weights.buffer,
      }
    },
  }
}
