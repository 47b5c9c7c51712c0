/** The numbers that were measured of a photograph, in plain words. */
import {
  LEAST_EYES_APART,
  LEAST_LIGHT,
  MOST_BLUR,
  MOST_CLIPPED,
  percent,
  type PhotographQuality,
} from '../../electron/domain/quality'

export interface Measured {
  name: string
  value: string
  /** What it is measured against; empty where it only tells. */
  against: string
}

/** @param mirrored whether the photograph's right is the subject's right */
export function measuredOf({ face, exposure }: PhotographQuality, mirrored: boolean): Measured[] {
  const rows: Measured[] = []
  const add = (name: string, value: string, against = ''): void => void rows.push({ name, value, against })
  if (face) {
    if (face.blur !== null) {
      add('Blur', `${percent(face.blur)} of the distance between the eyes`, `at most ${percent(MOST_BLUR)}`)
    }
    const eyes = `${Math.round(face.eyesApart)} pixels where the face was sought`
    add('Eyes apart', eyes, `at least ${LEAST_EYES_APART}`)
    const side = face.yaw > 0 !== mirrored ? 'left' : 'right'
    add('Head turned', `${degrees(face.yaw)} to the subject’s ${side}`)
    add(face.pitch > 0 ? 'Chin raised' : 'Chin lowered', degrees(face.pitch))
  }
  if (exposure) {
    add('Light parts', `${percent(exposure.light)} of white`, `at least ${percent(LEAST_LIGHT)}`)
    add('Mean light', percent(exposure.mean))
    const most = face ? `at most ${percent(MOST_CLIPPED)}` : ''
    add('Plain black', percent(exposure.black), most)
    add('Plain white', percent(exposure.white), most)
  }
  return rows
}

function degrees(value: number): string {
  return `${Math.round(Math.abs(value))}°`
}
