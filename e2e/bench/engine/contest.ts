/** Two engines at the same work, by turns, so that a busy moment of the machine hits both. */
import { cpus } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { brief, median, now } from '../timing'

const WARM_UP_SECONDS = 0.5

/** One engine, ready for one kind of work. */
export interface Contestant {
  /** What is to be said of it beside the figure. */
  about?: string
  /**
   * Works for about so many seconds.
   * @returns milliseconds a call
   */
  round(seconds: number): Promise<number>
  close(): Promise<void> | void
}

/** What PyTorch is asked to build; `reference.py` knows the words. */
export interface Task {
  net: 'cnn' | 'head' | 'trunk'
  work: 'train' | 'embed'
  /** Side of the images; 0 for features. */
  pixels: number
  /** Images, or feature vectors, in a call. */
  images: number
  /** Whether the images come as bytes instead of floats. */
  bytes?: boolean
}

/** One line of the table. */
export interface Figure {
  what: string
  /** Of this engine, in `unit`. */
  ours: number
  unit: string
  /** Of PyTorch in the same run. */
  pytorch?: number
  /** Time of this engine over PyTorch's: the median over the rounds. */
  ratio?: number
  /** The most that the ratio should be. */
  target?: number
  /** Share of the processors, 0 to 1, that other programs took before and after. */
  busy?: number
  how: string
}

/** Where others take more than this share of the processors, a ratio says nothing about the engines. */
export const BUSY = 0.15

/** Other engines that can be given a task. */
export interface Opponent {
  prepare(task: Task): Promise<Contestant>
}

export interface Length {
  rounds: number
  /** Of each round of each engine. */
  seconds: number
}

export interface Duel {
  what: string
  how: string
  task: Task
  ours: Contestant
  target?: number
  /** Said as images a second instead of milliseconds a call. */
  asRate?: boolean
}

/**
 * Measures a duel, or one engine alone when there is no opponent. The first round of each, in which memory is
 * planned and kernels are chosen, does not count.
 */
export async function fight(duel: Duel, opponent: Opponent | null, length: Length): Promise<Figure> {
  const { ours, task } = duel
  const theirs = opponent ? await opponent.prepare(task) : null
  const own: number[] = []
  const other: number[] = []
  const before = await busyShare()
  try {
    await ours.round(WARM_UP_SECONDS)
    await theirs?.round(WARM_UP_SECONDS)
    for (let round = 0; round < length.rounds; round++) {
      own.push(await ours.round(length.seconds))
      if (theirs) other.push(await theirs.round(length.seconds))
    }
  } finally {
    await theirs?.close()
  }
  const said = (ms: number): number => (duel.asRate ? (1000 * task.images) / ms : ms)
  const figure: Figure = {
    what: duel.what,
    ours: said(median(own)),
    unit: duel.asRate ? 'images/s' : 'ms',
    how: `${duel.how}; median of ${length.rounds} rounds, ${brief(Math.min(...own))} to ${brief(Math.max(...own))} ms a call`,
  }
  if (duel.target !== undefined) figure.target = duel.target
  if (theirs) {
    if (theirs.about) figure.how += `; ${theirs.about}`
    figure.busy = Math.max(before, await busyShare())
    figure.pytorch = said(median(other))
    figure.ratio = median(own.map((ms, i) => ms / (other[i] as number)))
  }
  return figure
}

/** Share of the processors' time that is used while both engines rest. */
export async function busyShare(): Promise<number> {
  const times = (): { idle: number; all: number } => {
    const sum = { idle: 0, all: 0 }
    for (const { times } of cpus()) {
      sum.idle += times.idle
      sum.all += times.idle + times.user + times.nice + times.sys + times.irq
    }
    return sum
  }
  // Threads that have just worked spin a little before they sleep.
  await sleep(300)
  const start = times()
  await sleep(500)
  const end = times()
  return 1 - (end.idle - start.idle) / Math.max(1, end.all - start.all)
}

/** Calls something again and again; at least twice, since one call tells little. */
export function repeated(call: () => void | Promise<void>): Contestant {
  return {
    async round(seconds) {
      const start = now()
      let calls = 0
      while (calls < 2 || now() - start < 1000 * seconds) {
        await call()
        calls++
        // Now and then messages get their turn, as they do in the app.
        if (calls % 16 === 0) await new Promise((resolve) => setImmediate(resolve))
      }
      return (now() - start) / calls
    },
    close: () => undefined,
  }
}
