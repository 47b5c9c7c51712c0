/** Finding a face in a photograph, as at the import: the detector, then the mesh until it stays where it is. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PNG } from 'pngjs'
import { parseCanonicalMesh } from '../../../electron/photographs/landmarks/canonical-mesh'
import { findFace } from '../../../electron/photographs/landmarks/find-face'
import { disposeLandmarkModels, loadLandmarkModels } from '../../../electron/photographs/landmarks/models'
import { check } from '../bench'
import { median, timedAsync } from '../timing'
import type { EngineRow } from './bench'

export const facesRow: EngineRow = {
  name: 'faces',
  async run({ loaded: { tf }, quick, root }) {
    const asset = (...parts: string[]): string => join(root, 'assets', ...parts)
    const canonical = parseCanonicalMesh(readFileSync(asset('atlas', 'canonical_face_model.obj'), 'utf8'))
    const models = await loadLandmarkModels(tf, asset('landmarks'), canonical)
    const { width, height, data } = PNG.sync.read(
      readFileSync(join(root, 'e2e', 'fixtures', 'astronaut.png')),
    )
    const image = { width, height, rgba: new Uint8Array(data) }
    const times: number[] = []
    try {
      // The first one also makes room and starts what starts when it is first used.
      for (let i = 0; i <= (quick ? 10 : 40); i++) {
        const { ms, value } = await timedAsync(() => findFace(models, image))
        check(value?.faces === 1, 'No face is found.')
        if (i > 0) times.push(ms)
      }
    } finally {
      disposeLandmarkModels(models)
    }
    return [
      {
        what: 'a face found',
        ours: median(times),
        unit: 'ms',
        how: `in a photograph of ${width} × ${height} from memory, all passes and the test by its mirror image`,
      },
    ]
  },
}
