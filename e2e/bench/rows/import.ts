/** Photographs a second from the dry run to the last transaction: decoder page, landmarks, crops, study file. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { createStudy } from '../../../db/study'
import { ATLAS } from '../../../electron/atlas'
import { parseScale } from '../../../electron/domain/scale'
import { check } from '../bench'
import type { Bench, Figure, Row } from '../bench'
import { brief, median, timedAsync } from '../timing'

/** Each measured batch goes into a study of its own; the rate is the median of the batches. */
const BATCHES = 3

export const importRow: Row = {
  name: 'import',
  async run(bench) {
    const { portraits, quick } = bench
    // The first import also starts TensorFlow and loads the landmark models.
    const [warmUp, ...small] = await portraits.small(1 + BATCHES * (quick ? 6 : 20))
    await importAll(bench, 'warm-up', [warmUp as string])
    const large = await portraits.large(BATCHES * (quick ? 2 : 4))
    return [
      await measure(bench, 'import of 12-megapixel JPEGs', large),
      await measure(bench, 'import of 512 × 512 JPEGs', small),
    ]
  },
}

async function measure(bench: Bench, what: string, files: readonly string[]): Promise<Figure> {
  const size = files.length / BATCHES
  const rates: number[] = []
  for (let batch = 0; batch < BATCHES; batch++) {
    const { ms } = await importAll(bench, `${what} ${batch}`, files.slice(batch * size, (batch + 1) * size))
    rates.push(size / (ms / 1000))
    bench.say(`${what}: ${brief(rates[batch] as number)} a second`)
  }
  const megabytes = files.reduce((sum, file) => sum + statSync(file).size, 0) / files.length / 1e6
  return {
    what,
    result: `${brief(median(rates))} photographs/s`,
    how: `${BATCHES} batches of ${size}, ${brief(megabytes)} MB each; all with face, landmarks and 20 crops; engine warm`,
  }
}

/** Imports files into a new study and checks that all of each photograph is there. */
async function importAll(bench: Bench, name: string, files: readonly string[]): Promise<{ ms: number }> {
  const regions = ATLAS.regions.filter(({ right }) => right).map(({ id }) => id)
  const path = join(bench.folder, `${name}.malar`)
  const study = createStudy(path, { name, regions, scale: parseScale('continuous') })
  try {
    const { ms, value } = await timedAsync(async () => {
      const plan = await bench.importing.plan(study, files, null)
      return bench.importing.accept(plan.id, 'photograph', () => undefined)
    })
    check(
      value.new === files.length && value.refused.length === 0,
      `${value.new} of ${files.length} were imported.`,
    )
    check(value.faces === files.length, `Only ${value.faces} of ${files.length} faces were found.`)
    const counts = study.reader.counts()
    check(counts.regions === files.length * regions.length * 2, `There are ${counts.regions} regions.`)
    check(study.reader.missingCrops().length === 0, 'Crops are missing.')
    return { ms }
  } finally {
    study.close()
  }
}
