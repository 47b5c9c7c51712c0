/**
 * The engine process: what computes, and nothing else. The main process forks it and speaks `engine-protocol.ts` with it.
 * It opens no file but those of its arguments: the folder of the landmark models, the mesh, the folder of the trunk.
 */
import { readFile } from 'node:fs/promises'
import type { EngineRequests, FromEngine, ToEngine } from './engine-protocol'
import { loadBackend } from './learning/backend'
import { EngineService } from './learning/engine-service'
import { HOG_KEY, trunkKey } from './learning/feature-keys'
import { loadTrunk } from './learning/trunk'
import { parseCanonicalMesh } from './photographs/landmarks/canonical-mesh'
import { findFace } from './photographs/landmarks/find-face'
import { loadLandmarkModels } from './photographs/landmarks/models'
import type { LandmarkModels } from './photographs/landmarks/models'

const [modelFolder, meshFile, trunkFolder] = process.argv.slice(2) as [string, string, string]

let models: Promise<LandmarkModels> | null = null

/** The landmark models are loaded when the first photograph comes. */
async function landmarks(
  image: EngineRequests['landmarks']['take'],
): Promise<EngineRequests['landmarks']['answer']> {
  models ??= readFile(meshFile, 'utf8').then(async (mesh) =>
    loadLandmarkModels((await loadBackend()).tf, modelFolder, parseCanonicalMesh(mesh)),
  )
  return findFace(await models, image)
}

const service = new EngineService(
  (message: FromEngine) => process.parentPort.postMessage(message),
  landmarks,
  (tf) => loadTrunk(tf, trunkFolder),
  () => ({ trunk: trunkKey(trunkFolder), hog: HOG_KEY }),
)

process.parentPort.on('message', ({ data }) => void service.receive(data as ToEngine))
