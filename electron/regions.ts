/** Edits of a photograph's regions: the polygon is checked, its crop is cut anew, and both are stored together. */
import type { StudyFile } from '../db/study-file'
import { ATLAS } from './atlas'
import { Decoder } from './decoder'
import { CROP_PIXELS } from './domain/crop'
import { checkPolygon } from './domain/geometry'
import { layAtlas } from './domain/atlas'
import { MalarError } from './domain/words'
import type { Polygon, RegionOrigin, Side } from './domain/words'
import { frameOf } from './photographs/import-run'

/**
 * Replaces a region's polygon, or lays one down where the photograph has none.
 * @throws MalarError when the polygon crosses itself, leaves the photograph or is too small
 */
export async function placeRegion(
  study: StudyFile,
  photograph: number,
  region: string,
  side: Side,
  drawn: Polygon,
): Promise<void> {
  const { width, height } = study.reader.photograph(photograph)
  if (!study.reader.info().regions.includes(region)) {
    throw new MalarError('regions', `This study does not score the region “${region}”.`)
  }
  const polygon = checkPolygon(drawn, width, height)
  const existing = study.reader.regionAt(photograph, region, side)
  const origin: RegionOrigin = existing && existing.origin !== 'drawn' ? 'edited' : 'drawn'
  const crop = await cropOf(study, photograph, side, polygon)
  study.writer.placeRegion(photograph, { region, side, polygon, origin, crop })
}

/**
 * Puts a region back where the atlas lays it.
 * @throws MalarError `regions` where the photograph has no face or the pad lies outside the mesh
 */
export async function resetRegion(study: StudyFile, key: number): Promise<number> {
  const region = study.reader.region(key)
  const photograph = study.reader.photograph(region.photograph)
  const landmarks = study.reader.landmarks(photograph.id)
  const placed =
    landmarks &&
    layAtlas(ATLAS, landmarks.points, photograph.mirrored, [region.region]).find(
      (one) => one.side === region.side,
    )
  if (!placed) {
    throw new MalarError(
      'regions',
      'The atlas cannot place this region here: no face was found, or it lies outside the face.',
    )
  }
  const crop = await cropOf(study, photograph.id, region.side, placed.polygon)
  study.writer.resetRegion(key, placed.polygon, crop)
  return photograph.id
}

async function cropOf(
  study: StudyFile,
  photograph: number,
  side: Side,
  polygon: Polygon,
): Promise<Uint8Array> {
  const { reader } = study
  const frame = frameOf(
    { polygon, side },
    reader.landmarks(photograph),
    reader.photograph(photograph).mirrored,
  )
  const decoder = new Decoder()
  try {
    const [crop] = await decoder.crops({
      ...reader.photographBytes(photograph),
      frames: [frame],
      pixels: CROP_PIXELS,
    })
    return crop as Uint8Array
  } finally {
    decoder.close()
  }
}

/** Cuts every crop that is missing, photograph by photograph. */
export async function cutMissingCrops(study: StudyFile): Promise<number> {
  const missing = study.reader.missingCrops()
  const photographs = [...new Set(missing.map((crop) => crop.photograph))]
  const decoder = new Decoder()
  try {
    for (const photograph of photographs) {
      const { mirrored } = study.reader.photograph(photograph)
      const landmarks = study.reader.landmarks(photograph)
      const wanted = missing.filter((crop) => crop.photograph === photograph)
      const frames = wanted.map((crop) => frameOf(study.reader.region(crop.region), landmarks, mirrored))
      const cut = await decoder.crops({
        ...study.reader.photographBytes(photograph),
        frames,
        pixels: CROP_PIXELS,
      })
      study.writer.saveCrops(
        wanted.map(({ region, revision }, i) => ({ region, revision, jpeg: cut[i] as Uint8Array })),
      )
    }
  } finally {
    decoder.close()
  }
  return missing.length
}
