import type { PhotographItem } from '../../electron/contract'
import type { Figure, PhotographFigures } from '../../electron/domain/photograph-figures'
import type { Region } from '../../electron/domain/records'
import type { FakeRound } from './fake-task'

/** Scores as they are; uncertainties are made up, and the last photographs have none. */
export function fakeFigures(
  figure: Figure,
  photographs: readonly PhotographItem[],
  regions: readonly Region[],
  rounds: readonly FakeRound[],
): PhotographFigures {
  const pads = regions
    .filter((region) => region.photograph === 1)
    .map(({ region, side }) => ({ region, side }))
  const values = new Float64Array(photographs.length * pads.length).fill(NaN)
  const known = new Map(rounds.flatMap((round) => [...round.scores]).map(([key, { value }]) => [key, value]))
  for (const { id, photograph, region, side } of regions) {
    const column = pads.findIndex((pad) => pad.region === region && pad.side === side)
    const uncertainty = photograph > photographs.length - 3 ? NaN : 0.1 + ((photograph * 7) % 20) / 50
    values[(photograph - 1) * pads.length + column] =
      figure === 'score' ? (known.get(id) ?? NaN) : uncertainty
  }
  return { photographs: Int32Array.from(photographs, ({ id }) => id), pads, values }
}
