import type { ScoringTask } from '../../electron/contract'
import type { ViewingFrame } from '../../electron/domain/viewing'
import { usualSpan } from '../../electron/domain/viewing'
import type { Polygon } from '../../electron/domain/words'
import type { Beside } from './look.svelte'

/** A square with a part of a photograph. */
export interface Pane {
  picture: string
  /** Size of the photograph in pixels. */
  width: number
  height: number
  frame: ViewingFrame
  polygon: Polygon
  /** Shown as in a mirror, so that it looks like the pad that is scored. */
  mirrored: boolean
  /** What it is, where it is not the pad that is scored; empty there. */
  words: string
}

/** The pad that is scored, and what lies beside it where there is such a thing. */
export function panesOf(task: ScoringTask, beside: Beside): Pane[] {
  const { picture, width, height } = task.photograph
  const own = task.pads.find((pad) => pad.position === task.position)
  const here = { picture, width, height }
  const panes: Pane[] = [
    { ...here, frame: task.frame, polygon: own?.polygon ?? [], mirrored: false, words: '' },
  ]
  if (beside === 'other' && task.otherSide) {
    const other = task.pads.find((pad) => pad.region === task.region && pad.side !== task.side)
    panes.push({
      ...here,
      frame: task.otherSide,
      polygon: other?.polygon ?? [],
      mirrored: task.otherSide.mirrored !== task.frame.mirrored,
      words: `Other side (${other?.side ?? ''}), mirrored`,
    })
  }
  if (beside === 'earlier' && task.earlier) {
    const { day, ...earlier } = task.earlier
    const mirrored = earlier.frame.mirrored !== task.frame.mirrored
    const days = (task.day ?? day) - day
    const words = `Day ${day}, ${days} ${days === 1 ? 'day' : 'days'} earlier${mirrored ? ', mirrored' : ''}`
    panes.push({ ...earlier, mirrored, words })
  }
  return panes
}

/** What the usual scale is relative to. */
export function scaleWords(region: string): string {
  return `the frame is ${usualSpan(region)} eye distances wide on every photograph`
}

/** Why sizes cannot be compared with other photographs here, as a sentence; empty where they can. */
export function unusualScale(region: string, panes: readonly Pane[]): string {
  if (panes.some(({ frame }) => frame.eyes === null)) {
    return 'No face was found here, so the outline sets the scale: sizes cannot be compared.'
  }
  const eyes = panes[0]?.frame.eyes ?? 0
  if (eyes <= usualSpan(region)) return ''
  return `The outline is large, so all is shown smaller than usual: ${Number(eyes.toFixed(2))} eye distances wide.`
}
