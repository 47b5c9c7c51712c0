/** Crops as the window draws them: all at one scale, each with the outline of its pad. */
import type { StudyReader } from '../db/reader'
import type { DrawnCrop, PanelNeighbour, TaskExemplar } from './contract'
import { cropFrame, eyeLineAngle } from './domain/crop'
import { exemplarsOf, type Exemplar } from './domain/exemplars'
import type { Neighbour } from './domain/records'
import { withinCrop } from './domain/viewing'
import { MalarError, type Polygon } from './domain/words'

/** Adds to each neighbour where its pad lies in its crop, and how much of a face that crop shows. */
export function panelNeighbours(reader: StudyReader, neighbours: readonly Neighbour[]): PanelNeighbour[] {
  return neighbours.map((neighbour) => ({ ...neighbour, ...drawnCrop(reader, neighbour.region) }))
}

/** The exemplars of a pad, lowest value first; those of the subject in sight are left out, for they tell its score. */
export function taskExemplars(reader: StudyReader, region: string, subject: string): TaskExemplar[] {
  return exemplarsOf(reader.exemplars(), region)
    .filter((exemplar) => exemplar.subject !== subject)
    .map(({ id, value, key }) => ({
      value,
      picture: `exemplar/${id}`,
      eyes: exemplarEyes(reader, { id, key }),
    }))
}

/** Side of an exemplar's picture in eye distances: of the outline that it was cut for, not of the one there is now. */
export function exemplarEyes(reader: StudyReader, { id, key }: Pick<Exemplar, 'id' | 'key'>): number | null {
  return drawnCrop(reader, key, reader.exemplarPolygon(id)).eyes
}

/**
 * Where a pad lies in its crop, and how much of a face the crop shows.
 * @param cutFor the outline that the crop was cut for, where that is not the region's present one
 */
export function drawnCrop(reader: StudyReader, key: number, cutFor?: Polygon): DrawnCrop {
  try {
    const { photograph, side, ...region } = reader.region(key)
    const polygon = cutFor ?? region.polygon
    const { mirrored, interOcular } = reader.photograph(photograph)
    const roll = eyeLineAngle(reader.landmarks(photograph)?.points ?? null)
    const frame = cropFrame(polygon, roll, side, mirrored)
    return {
      outline: withinCrop(polygon, frame),
      eyes: interOcular === null ? null : frame.size / interOcular,
    }
  } catch (error) {
    // The laying down of a region may have been undone since the model was made ready.
    if (error instanceof MalarError && error.code === 'not-found') return { outline: null, eyes: null }
    throw error
  }
}
