/** Edits of a photograph's regions: the polygon is checked, its crop is cut anew, and both are stored together. */
import type { StudyFile } from '../db/study-file'
import { ATLAS } from './atlas'
import { Decoder } from './decoder'
import { CROP_PIXELS } from './domain/crop'
import { checkPolygon } from './domain/geometry'
import { layAtlas } from './domain/atlas'
import { copiedOrigin, copyPolygon, lastVisitRegion, registersByLandmarks } from './domain/copying'
import type { CopyPlace, CopyableRegion } from './domain/copying'
import type { CopySource } from './contract'
import type { RegionEdit } from './domain/records'
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

/** What each pad of a photograph could be copied from: the last visit, else the nearest other. */
export function copySources(study: StudyFile, photograph: number): CopySource[] {
  const here = study.reader.photograph(photograph)
  const pads = new Map<string, CopyableRegion[]>()
  for (const region of study.reader.copyableRegions(photograph)) {
    const pad = `${region.region} ${region.side}`
    pads.set(pad, [...(pads.get(pad) ?? []), region])
  }
  return [...pads.values()].flatMap((regions) => {
    const source = lastVisitRegion(regions, here.day)
    if (!source) return []
    const { region, side, day } = source
    const there = study.reader.photograph(source.photograph)
    return [{ region, side, day, key: source.id, byLandmarks: registersByLandmarks(there, here) }]
  })
}

/**
 * Lays a region as it lies on another photograph of the subject; it waits for somebody to look at it.
 * @throws MalarError `regions` where no other photograph has it, or where it would lie outside this one
 */
export async function copyRegion(
  study: StudyFile,
  photograph: number,
  region: string,
  side: Side,
): Promise<void> {
  const { reader } = study
  const chosen = copySources(study, photograph).find((one) => one.region === region && one.side === side)
  if (!chosen) {
    throw new MalarError('regions', 'No other photograph of this subject shows this pad in the same view.')
  }
  const source = reader.region(chosen.key)
  const here = copyPlace(study, photograph)
  const laid = copyPolygon(source.polygon, copyPlace(study, source.photograph), here)
  if (laid.length < 3) {
    throw new MalarError('regions', 'The pad would lie outside this photograph. Draw it instead.')
  }
  const polygon = checkPolygon(laid, here.width, here.height)
  const crop = await cropOf(study, photograph, side, polygon)
  study.writer.copyRegion(photograph, { region, side, polygon, origin: copiedOrigin(source.origin), crop })
}

/** Takes back the last edit of a region in the study. @returns that edit, or null where there is none */
export async function undoEdit(study: StudyFile): Promise<RegionEdit | null> {
  const edit = study.reader.lastEdit()
  if (!edit) return null
  const { before, photograph, side } = edit
  study.writer.undoEdit(edit.seq, before && (await cropOf(study, photograph, side, before.polygon)))
  return edit
}

/** Does again what was undone last. @returns that edit, or null where there is none */
export async function redoEdit(study: StudyFile): Promise<RegionEdit | null> {
  const edit = study.reader.nextEdit()
  if (!edit) return null
  const { after, photograph, side } = edit
  study.writer.redoEdit(edit.seq, await cropOf(study, photograph, side, after.polygon))
  return edit
}

function copyPlace({ reader }: StudyFile, photograph: number): CopyPlace {
  const { width, height, mirrored } = reader.photograph(photograph)
  return { width, height, mirrored, landmarks: reader.landmarks(photograph)?.points ?? null }
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
