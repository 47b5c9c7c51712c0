/** Scores without end and says so on standard output after each call returned; killed by its parent. */
import fs from 'node:fs'
import { openStudy } from '../study'
import { photograph, score } from './fixtures'

const [file, run] = [process.argv[2] as string, Number(process.argv[3])]
const study = openStudy(file)
const regions = study.reader.allRegions()
for (let i = 0; ; i += 1) {
  const region = regions[i % regions.length] as (typeof regions)[number]
  const saved = study.writer.addScore(score(region.key, i % 5))
  fs.writeSync(1, `score ${saved.id} ${saved.value}\n`)
  if (i % 25 === 24) {
    const added = study.writer.addPhotograph(
      photograph(run * 100_000 + i, { bytes: Buffer.alloc(300_000, i) }),
    )
    fs.writeSync(1, `photograph ${added.id} ${added.sha256}\n`)
  }
}
