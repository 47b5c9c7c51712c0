/** A million scores on their way to the statistician. */
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { openStudy } from '../../../db/study'
import { exportStudy } from '../../../electron/exporting'
import { check } from '../bench'
import type { Row } from '../bench'
import { brief, processorSeconds, timed } from '../timing'

export const exportRow: Row = {
  name: 'export',
  async run({ large, folder }) {
    const path = await large.scored()
    const study = openStudy(path)
    try {
      const target = join(folder, 'exported')
      const before = processorSeconds()
      const { ms, value } = timed(() => exportStudy(study, target))
      const processor = brief(processorSeconds() - before)
      const scores = value.files.find(({ name }) => name === 'scores.csv')
      check(scores?.rows === large.scores, `scores.csv has ${scores?.rows} rows.`)
      const lines = await countLines(join(target, 'scores.csv'))
      check(lines === large.scores + 1, `scores.csv has ${lines} lines.`)
      const wide = value.files.find(({ name }) => name === 'scores-wide.csv')
      check((wide?.rows ?? 0) * 20 === large.scores, `scores-wide.csv has ${wide?.rows} rows.`)
      const megabytes = value.files.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6
      const seconds = ms / 1000
      return [
        {
          what: `export of ${large.scores.toLocaleString('en-US')} score rows`,
          result: `${brief(large.scores / seconds)} rows/s, ${brief(megabytes / seconds)} MB/s`,
          how: `all six files, ${brief(megabytes)} MB in ${brief(seconds)} s (${processor} s of processor time), hashed and flushed`,
        },
      ]
    } finally {
      study.close()
    }
  },
}

async function countLines(file: string): Promise<number> {
  let lines = 0
  for await (const piece of createReadStream(file, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    for (let at = piece.indexOf(10); at >= 0; at = piece.indexOf(10, at + 1)) lines++
  }
  return lines
}
