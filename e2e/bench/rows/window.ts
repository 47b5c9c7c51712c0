/** What the person feels: the built app, driven by keyboard and wheel over a study of 12-megapixel photographs. */
import { spawn } from 'node:child_process'
import { mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { check } from '../bench'
import type { Figure, Row } from '../bench'
import { brief, median, milliseconds, now, quantile } from '../timing'
import { makeCameraStudy } from '../window/camera-study'
import type { Followed } from '../../probe'
import type { WindowTimes, Wishes } from '../window/times'

export const windowRow: Row = {
  name: 'window',
  async run(bench) {
    const { quick, portraits, say } = bench
    const photographs = quick ? 100 : 2_000
    const scores = quick ? 5_000 : 100_000
    const folder = join(bench.folder, 'window')
    mkdirSync(folder, { recursive: true })
    const study = join(folder, 'camera.malar')
    const start = now()
    await makeCameraStudy(study, portraits, photographs, scores)
    const size = brief(statSync(study).size / 1e6 / photographs)
    say(`A study of ${photographs} photographs of ${size} MB: ${brief((now() - start) / 1000)} s`)
    const times = await drive({
      study,
      folder,
      photographs,
      starts: quick ? 3 : 7,
      pads: quick ? 100 : 300,
      firstPads: quick ? 20 : 60,
      scrolls: quick ? 2 : 3,
    })
    const held = `${photographs} photographs of 12 megapixels, ${size} MB each, ${scores.toLocaleString('en-US')} scores`
    return figures(times, held)
  },
}

/** Runs the driver in the tools' Node, and reads what it measured. */
function drive(wishes: Wishes): Promise<WindowTimes> {
  const { MALAR_BENCH_NODE: node = 'node', ...env } = process.env
  const program = join(__dirname, 'bench-window.mjs')
  const child = spawn(node, [program, JSON.stringify(wishes)], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  child.stdout.on('data', (chunk) => (text += chunk))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(text) as WindowTimes)
      else reject(new Error(`The driver of the window ended with ${code}.`))
    })
  })
}

function figures({ starts, answers, firstPads, scrolls, memory }: WindowTimes, held: string): Figure[] {
  const last = memory.at(-1)
  check(last !== undefined, 'No memory was measured.')
  const committed = answers.flatMap((one) => one.committed ?? [])
  check(committed.length === answers.length, 'Not every answer was saved.')
  const within = answers.filter((one) => !one.nextPhotograph)
  const across = firstPads.filter((one) => one.nextPhotograph)
  check(within.length > 0 && across.length === firstPads.length, 'The rounds did not go on as they should.')
  const frames = scrolls.flat()
  const long = frames.filter((length) => length > 50).length
  const most = Math.max(...memory.map(({ window }) => window))
  return [
    {
      what: 'key to committed, in the window',
      result: `p50 ${milliseconds(median(committed))}, p99 ${milliseconds(quantile(committed, 0.99))}`,
      how: `${committed.length} pads by keyboard until the window says “saved”; ${held}`,
    },
    painted('key to the next crop painted', within, 'pads of the same photograph'),
    painted('key to the first crop of the next photograph', across, 'photographs, a second at each'),
    {
      what: 'scrolling through the grid',
      result: `p50 ${milliseconds(median(frames))}, p99 ${milliseconds(quantile(frames, 0.99))} a frame`,
      how:
        `${scrolls.length} walks through ${last.photographs} photographs by wheel, there and back; the longest frame ` +
        `${milliseconds(quantile(frames, 1))}; ${long} of ${frames.length} frames over 50 ms`,
    },
    {
      what: 'start of the process to first paint',
      result: milliseconds(median(starts.map((one) => one.painted))),
      how:
        `median of ${starts.length}, new profile, study opened at start; from loading the page ` +
        `${milliseconds(median(starts.map((one) => one.painted - one.loading)))}, the study in sight after ` +
        milliseconds(median(starts.map((one) => one.filled))),
    },
    {
      what: `memory of the window after ${last.photographs} photographs`,
      result: `${Math.round(last.window)} MiB`,
      how:
        `resident${last.own === null ? '' : `, ${Math.round(last.own)} MiB its own`}; at most ${Math.round(most)} MiB, ` +
        `looked at every 50 photographs; graphics process ${Math.round(last.gpu)} MiB, main process ${Math.round(last.main)} MiB`,
    },
  ]
}

function painted(what: string, answers: readonly Followed[], of: string): Figure {
  const times = answers.map((one) => one.painted)
  return {
    what,
    result: `p50 ${milliseconds(median(times))}, p95 ${milliseconds(quantile(times, 0.95))}`,
    how: `${times.length} ${of}, until the frame after the one that shows it`,
  }
}
