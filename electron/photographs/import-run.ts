/** The import itself: decode, strip, find the face, lay the atlas down, cut the crops, store. One photograph is in wholly or not at all. */
import type { Atlas, PlacedRegion } from '../domain/atlas'
import { layAtlas } from '../domain/atlas'
import { CROP_PIXELS, cropFrame, eyeLineAngle } from '../domain/crop'
import type { CropFrame } from '../domain/crop'
import type { PhotographQuality } from '../domain/quality'
import { MalarError } from '../domain/words'
import type { Point, Polygon, RegionOrigin, Side, View } from '../domain/words'
import { findMetadata } from './metadata'
import type { ManifestEntry } from './import-manifest'
import { readPhotograph, sha256Of } from './import-plan'
import type { PlannedPhotograph } from './import-plan'
import type { CanonicalMesh } from './landmarks/canonical-mesh'
import { interOcularDistance } from './landmarks/mesh'
import { withoutOrientation } from './orientation'
import { measureQuality } from './quality/measure'

/** Longest side of the copy in which landmarks are sought. */
const ANALYSIS_SIDE = 1280
const THUMBNAIL_SIDE = 256
/** A PNG stays a PNG up to this many pixels; above, it would make the study needlessly large. */
const LARGEST_PNG_PIXELS = 4_000_000

export interface FoundLandmarks {
  points: Point[]
  confidence: number
  faces: number
}

export interface Decoded {
  width: number
  height: number
  mime: string
  bytes: Uint8Array
  thumbnail: Uint8Array
  analysis: { width: number; height: number; rgba: Uint8Array }
}

/** What the import needs of the rest of the program. */
export interface ImportTools {
  decode(request: {
    bytes: Uint8Array
    mime: string
    orientation: number
    analysisSide: number
    thumbnailSide: number
    encodeAs: 'image/jpeg' | 'image/png'
  }): Promise<Decoded>
  /** Cuts from the photograph that was decoded last by the same tools. */
  crops(frames: CropFrame[], pixels: number): Promise<Uint8Array[]>
  /** 'unsought' where nothing can look for a face on this computer. */
  landmarks(image: {
    width: number
    height: number
    rgba: Uint8Array
  }): Promise<FoundLandmarks | null | 'unsought'>
  canonical: CanonicalMesh
}

/** A photograph as it goes into the study. */
export interface PreparedPhotograph {
  sha256: string
  subject: string
  day: number
  view: View
  mirrored: boolean
  width: number
  height: number
  mime: 'image/jpeg' | 'image/png'
  bytes: Uint8Array
  thumbnail: Uint8Array
  landmarks: FoundLandmarks | null
  interOcular: number | null
  /** Null where no face was looked for: what is measured depends on it. */
  quality: PhotographQuality | null
  regions: { region: string; side: Side; polygon: Polygon; origin: RegionOrigin; crop: Uint8Array }[]
}

/**
 * Prepares one photograph for the study.
 * @param wanted ids of the regions that the study scores
 * @throws MalarError when the file changed since the dry run, cannot be decoded, or kept some metadata
 */
export async function preparePhotograph(
  planned: PlannedPhotograph,
  entry: ManifestEntry,
  atlas: Atlas,
  wanted: readonly string[],
  tools: ImportTools,
): Promise<PreparedPhotograph> {
  const original = await readPhotograph(planned.path)
  if (sha256Of(original) !== planned.sha256) {
    throw new MalarError('file', 'It changed while it was being imported. Import it again.')
  }
  const { header } = planned
  const pixels = header.width * header.height
  const decoded = await tools.decode({
    bytes: withoutOrientation(original),
    mime: `image/${header.format}`,
    orientation: header.orientation,
    analysisSide: ANALYSIS_SIDE,
    thumbnailSide: THUMBNAIL_SIDE,
    encodeAs: header.format === 'png' && pixels <= LARGEST_PNG_PIXELS ? 'image/png' : 'image/jpeg',
  })
  const bytes = proven(decoded.bytes)
  const thumbnail = proven(decoded.thumbnail)
  // The atlas is valid on near-frontal views only; elsewhere the regions are drawn by hand.
  const found = await tools.landmarks(decoded.analysis)
  const face = found === 'unsought' ? null : found
  const landmarks = face && { ...face, points: rescaled(face.points, decoded.width / decoded.analysis.width) }
  const placed =
    landmarks && entry.view === 'frontal' ? layAtlas(atlas, landmarks.points, entry.mirrored, wanted) : []
  const crops = await tools.crops(
    placed.map((region) => frameOf(region, landmarks, entry.mirrored)),
    CROP_PIXELS,
  )
  return {
    sha256: planned.sha256,
    ...entry,
    width: decoded.width,
    height: decoded.height,
    mime: decoded.mime as PreparedPhotograph['mime'],
    bytes,
    thumbnail,
    landmarks,
    interOcular: landmarks && interOcularDistance(landmarks.points),
    quality: found === 'unsought' ? null : measureQuality(tools.canonical, decoded.analysis, face),
    regions: placed.map((region, i) => ({ ...region, origin: 'atlas', crop: crops[i] as Uint8Array })),
  }
}

/** The crop frame of a placed region on a photograph. */
export function frameOf(
  region: Pick<PlacedRegion, 'polygon' | 'side'>,
  landmarks: { points: Point[] } | null,
  mirrored: boolean,
): CropFrame {
  return cropFrame(region.polygon, eyeLineAngle(landmarks?.points ?? null), region.side, mirrored)
}

/** Nothing is stored that has not been searched. */
function proven(bytes: Uint8Array): Uint8Array {
  const traces = findMetadata(bytes)
  if (traces.length === 0) return bytes
  throw new MalarError('metadata', `Some of its metadata could not be removed (${traces[0]}).`)
}

function rescaled(points: readonly Point[], factor: number): Point[] {
  return points.map(([x, y]) => [x * factor, y * factor])
}
