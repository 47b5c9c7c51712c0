import type { PhotographItem } from '../../electron/contract'
import { flagsOf, type PhotographQuality } from '../../electron/domain/quality'
import { SIDE } from './faces'

/** Number `i` of the development page; every second is the later visit of a subject. */
export function fakePhotograph(i: number): PhotographItem {
  const quality = fakeQuality(i)
  return {
    id: i + 1,
    sha256: `${i}`.repeat(16).padEnd(64, 'a9'),
    subject: `S-${String(Math.floor(i / 2) + 1).padStart(3, '0')}`,
    day: (i % 2) * 90,
    view: 'frontal',
    mirrored: false,
    width: SIDE,
    height: SIDE,
    hasFace: quality.face !== null,
    interOcular: quality.face?.eyesApart ?? null,
    quality,
    flags: flagsOf(quality, { view: 'frontal', mirrored: false }),
    addedAt: new Date(Date.UTC(2026, 10, 20, 8, i)).toISOString(),
    regions: i % 24 === 5 ? 0 : 20,
    scored: i < 2 ? 20 : i === 2 ? 5 : 0,
  }
}

/** One in nine is small and blurred, one in twenty-four has no face. */
function fakeQuality(i: number): PhotographQuality {
  const face = {
    eyesApart: i % 9 === 4 ? 26 : 182,
    blur: i % 9 === 4 ? 0.06 : 0.009,
    yaw: (i % 31) - 6,
    pitch: 2,
  }
  const exposure = { mean: 0.5, light: i % 13 === 3 ? 0.16 : 0.74, black: 0, white: 0.002 }
  return { faces: i % 24 === 5 ? 0 : 1, exposure, face: i % 24 === 5 ? null : face }
}
