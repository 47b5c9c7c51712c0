/** From the double click to the first screen: the study is opened, its overview and its photographs are read. */
import { statSync } from 'node:fs'
import { StudySession } from '../../../electron/study-session'
import { check } from '../bench'
import type { Bench, Figure, Row } from '../bench'
import { brief, median, milliseconds, pause, timed } from '../timing'

const TIMES = 7
/** Thumbnails that the first page shows. */
const PAGE = 60

export const openRow: Row = {
  name: 'open',
  async run(bench) {
    const { large } = bench
    const few = await measure(bench, await large.unscored('opening'), large.photographs * 20)
    const many = await measure(bench, await large.scored(), large.scores)
    return [...few, ...many.slice(0, 2)]
  },
}

/** @param scores that the study holds */
async function measure({ large }: Bench, path: string, scores: number): Promise<Figure[]> {
  const opening: number[] = []
  const listing: number[] = []
  const showing: number[] = []
  for (let i = 0; i < TIMES; i++) {
    const session = new StudySession()
    try {
      const opened = timed(() => {
        session.open(path)
        return session.overview()
      })
      opening.push(opened.ms)
      const { counts } = opened.value
      check(counts.photographs === large.photographs, `${counts.photographs} photographs were found.`)
      const found = session.study.reader.counts().scores
      check(found === scores, `${found} scores were found instead of ${scores}.`)
      const listed = timed(() => session.study.reader.photographs())
      listing.push(listed.ms)
      check(listed.value.length === counts.photographs, 'The list is not whole.')
      check(
        listed.value.every(({ regions, scored }) => regions === 20 && scored === 20),
        'The list counts regions wrongly.',
      )
      const shown = timed(() =>
        listed.value.slice(0, PAGE).map(({ id }) => session.study.reader.thumbnail(id)),
      )
      showing.push(shown.ms)
      check(
        shown.value.every(({ bytes }) => bytes[0] === 0xff && bytes[1] === 0xd8),
        'A thumbnail is no JPEG.',
      )
    } finally {
      session.close()
    }
    await pause()
  }
  const megabytes = brief(statSync(path).size / 1e6)
  const study = `${large.photographs} photographs and ${scores.toLocaleString('en-US')} scores`
  return [
    {
      what: `opening a study with ${study}`,
      result: milliseconds(median(opening)),
      how: `median of ${TIMES}, overview included; ${megabytes} MB, warm in the system’s cache`,
    },
    {
      what: `its list of ${large.photographs} photographs`,
      result: milliseconds(median(listing)),
      how: 'with the counts of scored regions',
    },
    {
      what: `${PAGE} thumbnails of its first page`,
      result: milliseconds(median(showing)),
      how: 'each checked against its SHA-256',
    },
  ]
}
