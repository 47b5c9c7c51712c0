import type { PanelNeighbour, SuggestionView } from '../../electron/contract'
import { cropFrame } from '../../electron/domain/crop'
import type { Region } from '../../electron/domain/records'
import type { Scale } from '../../electron/domain/scale'
import { withinCrop } from '../../electron/domain/viewing'

interface Lookup {
  subject(photograph: number): string
  roll(photograph: number): number
}

/** A suggestion from the first few other regions; nothing is known of the perioral pad. */
export function fakeSuggestion(
  asked: Region,
  others: readonly Region[],
  scale: Scale,
  leftOut: readonly number[],
  { subject, roll }: Lookup,
): SuggestionView {
  if (asked.region === 'perioral') return unknown(asked.id)
  const neighbours = others.slice(0, 8).map((one, i): PanelNeighbour => {
    const frame = cropFrame(one.polygon, roll(one.photograph), one.side)
    return {
      region: one.id,
      photograph: one.photograph,
      subject: subject(one.photograph),
      day: 0,
      side: one.side,
      score: (0.36 + 0.09 * ((i * 3) % 5)) * scale.max,
      raters: 1 + (i % 2),
      distance: 0.2 + 0.17 * i,
      leftOut: leftOut.includes(one.id),
      outline: withinCrop(one.polygon, frame),
      eyes: frame.size / 182,
    }
  })
  const used = neighbours.filter((one) => !one.leftOut)
  const value = used.reduce((sum, one) => sum + one.score, 0) / Math.max(1, used.length)
  const spread = 0.135 * scale.max
  return {
    suggestion: {
      id: asked.id,
      region: asked.id,
      model: 2,
      value,
      low: value - spread,
      high: value + spread,
      level: 0.9,
      secondOpinion: value + 0.02,
      neighbours,
      because: '',
    },
    neighbours,
    asymmetry: { difference: 0.08, low: -0.05, high: 0.21 },
    keptBack: 0,
    labelledSubjects: 50,
    worth: { model: 0.11 * scale.max, mean: 0.22 * scale.max, raterDifference: 0.08 * scale.max },
  }
}

function unknown(region: number): SuggestionView {
  const because = 'Only 6 labelled subjects have this pad; at least 20 are needed.'
  return {
    suggestion: {
      id: 1,
      region,
      model: 2,
      value: null,
      low: null,
      high: null,
      level: null,
      secondOpinion: null,
      neighbours: [],
      because,
    },
    neighbours: [],
    asymmetry: null,
    keptBack: 0,
    labelledSubjects: 6,
    worth: { model: null, mean: null, raterDifference: null },
  }
}
