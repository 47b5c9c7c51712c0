import { MalarError } from './words'

/** One labelled point of a scale. */
export interface Anchor {
  value: number
  label: string
}

/** How a score is given. A scale is never edited once used: a change makes a new version. */
export interface Scale {
  kind: 'continuous' | 'grades'
  min: number
  max: number
  /** Distance between allowed values; 0.01 on a continuous scale, where it only sets the decimals kept. */
  step: number
  anchors: readonly Anchor[]
}

const WORDS = ['none', 'slight', 'moderate', 'marked', 'severe', 'extreme']

/** The scale from 0 to 1 with five worded anchors. */
export const CONTINUOUS: Scale = {
  kind: 'continuous',
  min: 0,
  max: 1,
  step: 0.01,
  anchors: [0, 0.25, 0.5, 0.75, 1].map((value, i) => ({ value, label: WORDS[i] as string })),
}

/**
 * A photonumeric scale of grades 0..max.
 * @param max highest grade, 2 to 5
 * @param step 1 or 0.5
 */
export function gradeScale(max: number, step: 1 | 0.5): Scale {
  return {
    kind: 'grades',
    min: 0,
    max,
    step,
    anchors: Array.from({ length: max + 1 }, (_, value) => ({ value, label: WORDS[value] as string })),
  }
}

/**
 * Reads a scale's short name: `continuous`, `0-4` or `0-4:0.5`.
 * @throws MalarError `scale` when the name is not of that form
 */
export function parseScale(name: string): Scale {
  if (name === 'continuous' || name === '0-1') return CONTINUOUS
  const found = /^0-([2-5])(?::(0\.5|1))?$/.exec(name)
  if (!found) {
    throw new MalarError(
      'scale',
      `There is no scale “${name}”. Use continuous, or grades such as 0-4, or 0-4:0.5 for half grades.`,
    )
  }
  return gradeScale(Number(found[1]), found[2] === '0.5' ? 0.5 : 1)
}

/** The short name that `parseScale` reads back. */
export function scaleName(scale: Scale): string {
  if (scale.kind === 'continuous') return 'continuous'
  return `0-${scale.max}${scale.step === 0.5 ? ':0.5' : ''}`
}

/** Every value a rater may give, ascending; for a continuous scale the grid of its decimals. */
export function allowedValues(scale: Scale): number[] {
  const count = Math.round((scale.max - scale.min) / scale.step)
  return Array.from({ length: count + 1 }, (_, i) => roundTo(scale.min + i * scale.step, scale.step))
}

/**
 * Checks a value that a person gave and rounds it to the scale's decimals.
 * @throws MalarError `score` when the value is outside the scale or between two grades
 */
export function checkScore(scale: Scale, value: number): number {
  if (!Number.isFinite(value) || value < scale.min || value > scale.max) {
    throw new MalarError('score', `A score lies between ${scale.min} and ${scale.max}; ${value} does not.`)
  }
  const nearest = nearestAllowed(scale, value)
  if (scale.kind === 'grades' && Math.abs(nearest - value) > 1e-9) {
    throw new MalarError(
      'score',
      `${value} is not a grade of this scale, which goes from ${scale.min} to ${scale.max} in steps of ${scale.step}.`,
    )
  }
  return nearest
}

/** The allowed value nearest to `value`, after clamping to the scale. */
export function nearestAllowed(scale: Scale, value: number): number {
  const clamped = Math.min(scale.max, Math.max(scale.min, value))
  return roundTo(Math.round((clamped - scale.min) / scale.step) * scale.step + scale.min, scale.step)
}

/** A value of the scale as a fraction 0..1, on which the model learns. */
export function toUnit(scale: Scale, value: number): number {
  return (value - scale.min) / (scale.max - scale.min)
}

/** A fraction 0..1 as a value of the scale, not rounded to a grade. */
export function fromUnit(scale: Scale, unit: number): number {
  return scale.min + unit * (scale.max - scale.min)
}

/** A value as people read it: two decimals on a continuous scale, one on half grades, none on grades. */
export function formatScore(scale: Scale, value: number): string {
  return value.toFixed(scale.kind === 'continuous' ? 2 : scale.step === 0.5 ? 1 : 0)
}

function roundTo(value: number, step: number): number {
  const decimals = step >= 1 ? 0 : step === 0.5 ? 1 : 2
  return Number(value.toFixed(decimals))
}
