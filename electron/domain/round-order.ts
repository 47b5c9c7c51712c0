/** In which order a round shows its photographs, and where blind repeats are put in. */
import { seeded } from './random'

/**
 * Photographs in a random order of their own, some of them a second time.
 * @param photographs what is to be shown, each once
 * @param seed the same seed gives the same order
 * @param most how many are shown; all where null
 * @param repeats how many come a second time
 * @param gap how many others lie at least between a photograph and its repeat
 * @throws RangeError when so many repeats cannot lie so far apart; `refusedRound` says it to people
 */
export function randomOrder<T>(
  photographs: readonly T[],
  seed: number,
  most: number | null = null,
  repeats = 0,
  gap = 0,
): T[] {
  const random = seeded(seed)
  const shown = random.shuffle(photographs).slice(0, most ?? undefined)
  // Only these have `gap` others after them. Putting repeats in makes distances longer, never shorter.
  const early = shown.map((_, i) => i).slice(0, Math.max(0, shown.length - gap))
  if (repeats > early.length) throw new RangeError(`${repeats} repeats do not fit ${gap} apart`)
  const before = new Map<number, T[]>()
  for (const first of random.shuffle(early).slice(0, repeats)) {
    const nearest = first + gap + 1
    const place = nearest + random.integer(shown.length - nearest + 1)
    before.set(place, [...(before.get(place) ?? []), shown[first] as T])
  }
  return [...shown, null].flatMap((photograph, i) => [
    ...(before.get(i) ?? []),
    ...(photograph === null ? [] : [photograph]),
  ])
}

/** A photograph as the model sees it, for an order by the model. */
export interface Judged {
  photograph: number
  /** Mean over its pads of the interval's width, as a value of the scale; null where the model does not know one of them. */
  width: number | null
  /** Mean over its pads of the suggestion, as a value of the scale; null where there is none. */
  value: number | null
}

export interface Reasoned {
  photograph: number
  /** Why it comes here, as a sentence. */
  because: string
}

/** One of so many photographs of an order by uncertainty comes by chance: a control for what the model overlooks. */
export const CHANCE_EVERY = 5

/**
 * The least certain photographs first; every fifth comes by chance, so that a model that is sure and wrong is found out.
 * @param words a value of the scale as people read it
 */
export function byUncertainty(
  judged: readonly Judged[],
  seed: number,
  words: (value: number) => string,
): Reasoned[] {
  const unsure = seeded(seed)
    .shuffle(judged)
    .sort((a, b) => falling(widthOf(a), widthOf(b)))
  const chance = seeded(`chance ${seed}`).shuffle(judged)
  const shown = new Set<number>()
  const order: Reasoned[] = []
  const next = (queue: Judged[]): Judged => {
    let one = queue.shift() as Judged
    while (shown.has(one.photograph)) one = queue.shift() as Judged
    shown.add(one.photograph)
    return one
  }
  for (let place = 1; place <= judged.length; place++) {
    if (place % CHANCE_EVERY === 0) {
      order.push({ photograph: next(chance).photograph, because: 'It comes by chance, as every fifth does.' })
    } else {
      const { photograph, width } = next(unsure)
      const because =
        width === null
          ? 'The model does not know about one of its pads.'
          : `The model is least sure here: its intervals are ${words(width)} wide on average.`
      order.push({ photograph, because })
    }
  }
  return order
}

/** From the emptiest to the fullest as the model sees it, so that like follows like; those it does not know come last. */
export function bySuggestion(
  judged: readonly Judged[],
  seed: number,
  words: (value: number) => string,
): Reasoned[] {
  return seeded(seed)
    .shuffle(judged)
    .sort((a, b) => falling(b.value ?? Infinity, a.value ?? Infinity))
    .map(({ photograph, value }) => ({
      photograph,
      because:
        value === null
          ? 'The model has no suggestion for it.'
          : `In order of the suggestions, which are ${words(value)} here on average.`,
    }))
}

/** Infinity less itself is no number, which would leave an order undefined. */
function falling(a: number, b: number): number {
  return a === b ? 0 : b - a
}

function widthOf({ width }: Judged): number {
  return width ?? Infinity
}
