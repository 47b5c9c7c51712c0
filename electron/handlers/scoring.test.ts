import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { StudyFile } from '../../db/study-file'
import { MODEL, newStudy, photograph, temporaryFolder } from '../../db/testing/fixtures'
import { plainRules } from '../domain/round-rules'
import { startRound } from '../rounds'
import type { Services } from '../services'
import { scoringHandlers } from './scoring'

const ANNA = 1

let folder: string
let study: StudyFile
beforeEach(() => {
  folder = temporaryFolder()
  study = newStudy(path.join(folder, 'pilot.malar'))
  study.writer.addPhotograph(photograph(1))
})
afterEach(() => {
  study.close()
  fs.rmSync(folder, { recursive: true })
})

it('a reveal tells right less left only where both sides have been answered: else it tells what comes', async () => {
  const { writer, reader } = study
  writer.promote(writer.addModel(Float32Array.of(1), MODEL).id)
  const asymmetry = { difference: 1, low: null, high: null }
  const view = { suggestion: { neighbours: [] }, neighbours: [], asymmetry, keptBack: 0 }
  const { score, suggest } = scoringHandlers({
    session: { study },
    suggesting: { view: () => Promise.resolve(view), noteNewScores: () => undefined },
  } as unknown as Services)
  const round = startRound(study, ANNA, plainRules('reveal'), 7).id
  const [own, other] = reader.padsOf(round, 1).filter(({ region }) => region === 'jowl')
  const answer = (position = -1) =>
    score.run({ round, position, value: 2, reason: null, note: '', suggestion: null, suggestionSeen: 'no', seconds: 1, altered: false }) // prettier-ignore
  answer(own?.position)
  expect(await suggest.run(round, own?.position ?? -1, [])).toMatchObject({ asymmetry: null })
  answer(other?.position)
  expect(await suggest.run(round, own?.position ?? -1, [])).toMatchObject({ asymmetry })
})
