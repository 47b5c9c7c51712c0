import { clamp } from './numeric'
import type { Random } from './random'

/** The true score of a pad on each of the subject's sides, 0–1. */
export interface SideScores {
  right: number
  left: number
}

/** True scores by region id. */
export type TrueScores = Record<string, SideScores>

/** A pad as a level and a difference, the right above the left. */
interface PadState {
  level: number
  difference: number
}

/** Share of a common latent (age, adiposity) and of the pad's own in every level. */
const COMMON_SHARE = 0.55
const OWN_SHARE = 0.85
const LEVEL_SD = 0.3

/** Faces are asymmetric; every seventh pad is markedly so. */
const DIFFERENCE_SD = 0.07
const MARKED_PROBABILITY = 0.15
const MARKED_FACTOR = 2.5

/** Change from one visit to the next. */
const LEVEL_DRIFT_SD = 0.06
const DIFFERENCE_DRIFT_SD = 0.02

/** Levels keep off the ends, so that both sides have room to differ. */
function clampLevel(level: number): number {
  return clamp(level, 0.02, 0.98)
}

function drawFirstVisit(regions: readonly string[], random: Random): PadState[] {
  const latent = random.normal()
  return regions.map(() => {
    const level = clampLevel(0.5 + LEVEL_SD * (COMMON_SHARE * latent + OWN_SHARE * random.normal()))
    const factor = random.uniform() < MARKED_PROBABILITY ? MARKED_FACTOR : 1
    return { level, difference: DIFFERENCE_SD * factor * random.normal() }
  })
}

/** The subject gains or loses as a whole, every pad a little on its own: the mixture of the first visit. */
function driftToNextVisit(states: readonly PadState[], random: Random): PadState[] {
  const latent = random.normal()
  return states.map(({ level, difference }) => ({
    level: clampLevel(level + LEVEL_DRIFT_SD * (COMMON_SHARE * latent + OWN_SHARE * random.normal())),
    difference: difference + DIFFERENCE_DRIFT_SD * random.normal(),
  }))
}

function toScores(regions: readonly string[], states: readonly PadState[]): TrueScores {
  return Object.fromEntries(
    regions.map((region, i) => {
      const { level, difference } = states[i]
      return [
        region,
        { right: clamp(level + difference / 2, 0, 1), left: clamp(level - difference / 2, 0, 1) },
      ]
    }),
  )
}

/**
 * Draws a subject's true scores, both sides of every region, at each visit.
 * @param identity draws the first visit: level .5 ± .30, side difference sd .07 (× 2.5 in 15 % of pads)
 * @param drift draws the later visits: level sd .06, side difference sd .02 from one to the next;
 *   apart from `identity`, so that the number of visits changes nothing else about a subject
 */
export function drawScores(
  regions: readonly string[],
  visitCount: number,
  identity: Random,
  drift: Random,
): TrueScores[] {
  let states = drawFirstVisit(regions, identity)
  const visits = [toScores(regions, states)]
  while (visits.length < visitCount) {
    states = driftToNextVisit(states, drift)
    visits.push(toScores(regions, states))
  }
  return visits
}
