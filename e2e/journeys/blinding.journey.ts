/** What a rater of a blind round must not know never reaches the window. */
import { copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MalarBridge, ScoringTask } from '../../electron/contract'
import { expect, test } from '../app'
import { malarJson, readTable, smallCohort } from '../cohort'
import { addresses, eavesdrop, keysOf, type Crossed } from '../eavesdrop'
import { copyOfLearned } from '../learned-study'
import { look } from '../look'
import { chooseRound, fillRules, scorePad, startRound } from '../rounds'

/** All that a task of a round that is not assisted consists of. */
const KEYS_OF_A_TASK = [
  'ok', 'value', 'round', 'mode', 'position', 'total', 'finished', 'photograph', 'picture', 'width', 'height', 'view',
  'flags', 'because', 'photographNumber', 'photographs', 'region', 'side', 'frame', 'cx', 'cy', 'size', 'angle',
  'mirrored', 'eyes', 'otherSide', 'earlier', 'exemplars', 'pads', 'polygon', 'state', 'mine', 'beforeReveal', 'reason', 'note',
  'suggestion', 'suggestionSeen', 'seconds', 'altered',
] // prettier-ignore

/** A value that nobody types in these journeys: where it turns up, it is another rater’s. */
const OF_ANOTHER = 0.97
const NOTE_OF_ANOTHER = 'said by somebody else'

test('a blind round holds no subject, visit, suggestion or other score, in sight or out of it', async ({
  start,
  folder,
}) => {
  const study = join(folder, 'blind.malar')
  copyFileSync(join(smallCohort(), 'Sample study.malar'), study)
  const { page } = await start([study])
  await chooseRound(page, 'Rater B', 'Blind')
  await startRound(page)
  for (let i = 0; i < 25; i++) {
    const html = await page.content()
    expect(html).not.toMatch(/S-00\d/)
    expect(html).not.toMatch(/day 90|Suggestion|neighbour/i)
    await scorePad(page, String(20 + i), i + 1, 160)
  }
  await look(page, 'score-blind-sample')

  // All that the main process would ever tell the window of this round.
  const answers = await page.evaluate(async () => {
    const { malar } = window as unknown as { malar: MalarBridge }
    const round = (await malar.study()) as { value: { rounds: { id: number }[] } }
    const told: string[] = []
    for (let position = 0; position < 160; position++) {
      told.push(JSON.stringify(await malar.task(round.value.rounds[0]?.id ?? 0, position)))
    }
    return told
  })
  expect(answers).toHaveLength(160)
  for (const answer of answers) {
    expect(answer).toContain('"ok":true')
    expect(answer).not.toMatch(/S-00\d/)
    expect(answer).not.toMatch(/"(subject|day|suggestions|neighbours|secondOpinion)"/)
  }

  // The door itself is shut, not merely unused.
  const refused = await page.evaluate(async () => {
    const { malar } = window as unknown as { malar: MalarBridge }
    return [await malar.suggest(1, 0, []), await malar.reference(1, 0), await malar.roundReport(1)].map(
      (reply) => JSON.stringify(reply),
    )
  })
  expect(refused[0]).toContain('A blind round has no suggestions.')
  expect(refused[1]).toContain('shown in practice only')
  expect(refused[2]).toContain('not finished')
})

test('nothing of what is kept from a rater crosses to the window in any mode before the answer', async ({
  start,
  folder,
}) => {
  test.setTimeout(600_000)
  const study = copyOfLearned('Sample study.malar', folder)
  const secrets = secretsOf(study, folder)
  const { app, page } = await start([study])
  await expect(page.getByRole('heading', { name: 'Score', exact: true })).toBeVisible()
  const crossed = await eavesdrop(app)
  const asked = addresses(page)
  let heard = 0

  /** Of the page with its attributes, of all that crossed since the last time, and of all that was asked for. */
  const nothingCrossed = async (where: string): Promise<void> => {
    const told = await crossed()
    heard += told.filter(({ name }) => name === 'malar:task').length
    for (const [name, text] of [
      ['page', await page.content()],
      ...told.map((one) => [one.name, one.told]),
      ...asked.splice(0).map((url) => ['address', url]),
    ] as [string, string][]) {
      for (const secret of secrets) expect(secret.test(text), `${where}: ${secret} in ${name}: ${text.slice(0, 400)}`).toBe(false) // prettier-ignore
      if (name === 'address')
        expect(text).toMatch(/^(assets\/|showing\/\d+\/\d+$|exemplar\/\d+$)|^(blob|data):/)
    }
    for (const task of tasksIn(told)) {
      expect([...keysOf(task)].filter((key) => !KEYS_OF_A_TASK.includes(key))).toEqual([])
      expect(task).not.toMatchObject({ subject: expect.anything() as unknown })
    }
  }

  // Blind, with a photograph that comes again: 3 photographs and 1 repeat.
  await chooseRound(page, 'Rater A', 'Blind')
  await fillRules(page, {
    'How many photographs': '3',
    'Come a second time': '1',
    'Photographs in between': '2',
  })
  await page.getByText('3 photographs, about 60 pads, 1 comes again').waitFor()
  await startRound(page)
  for (let pad = 1; pad <= 80; pad++) {
    await scorePad(page, String(10 + (pad % 80)), pad, 80)
    if (pad % 10 === 1) await nothingCrossed(`blind, pad ${pad}`)
  }
  await expect(page.getByRole('heading', { name: /is finished/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await nothingCrossed('blind, at its end')

  await chooseRound(page, 'Rater A', 'Repeat')
  await startRound(page)
  for (let pad = 1; pad <= 22; pad++) await scorePad(page, String(10 + pad), pad, 60)
  await nothingCrossed('repeat')
  await page.keyboard.press('Escape')

  await chooseRound(page, 'Rater A', 'Practice')
  await fillRules(page, { 'How many photographs': '1' })
  await startRound(page)
  await page.keyboard.type('42')
  await nothingCrossed('practice, before the answer')
  await page.keyboard.press('Enter')
  await expect(page.getByText(/raters? said/)).toBeVisible()
  const told = await crossed()
  expect(told.filter(({ name }) => name === 'malar:reference')).toHaveLength(1)
  expect(JSON.stringify(told)).not.toMatch(/S-\d{3}|"day"/)
  await page.keyboard.press('Enter')
  await expect(page.getByText(/raters? said/)).toBeHidden()
  await nothingCrossed('practice, at the next pad')
  await page.keyboard.press('Escape')

  await chooseRound(page, 'Rater B', 'Reveal')
  await fillRules(page, { 'How many photographs': '1' })
  await startRound(page)
  await page.keyboard.type('42')
  await nothingCrossed('reveal, before the answer')
  await page.keyboard.press('Enter')
  await expect(
    page.getByRole('complementary', { name: 'Suggestion' }).getByText('Nearest labelled'),
  ).toBeVisible()
  const revealed = await crossed()
  expect(revealed.filter(({ name }) => name === 'malar:suggest')).toHaveLength(1)
  // Even then neighbours are pads without a name.
  expect(JSON.stringify(revealed)).not.toMatch(/S-\d{3}/)
  expect(await page.content()).not.toMatch(/S-\d{3}|day \d+/)
  asked.splice(0)
  await page.keyboard.press('Enter')
  await expect(page.getByText('The suggestion is shown when you have answered.')).toBeVisible()
  await nothingCrossed('reveal, at the next pad')
  // The game is only worth something when it was overheard.
  expect(heard).toBeGreaterThan(100)
})

/**
 * What a rater of this study must not meet, as patterns: subjects, visits, hashes of photographs, what another rater
 * said, and the suggestions, which have six decimals.
 */
function secretsOf(study: string, folder: string): RegExp[] {
  const tables = join(folder, 'tables')
  const scores = join(folder, 'another.csv')
  malarJson(['export', study, tables], folder)
  const rows = readTable(join(tables, 'scores.csv')).filter(({ rater }) => rater === 'Rater A')
  const header = 'photograph,region,side,rater,score,note'
  const lines = rows.map(
    ({ photograph, region, side }) =>
      `${photograph},${region},${side},Rater C,${OF_ANOTHER},${NOTE_OF_ANOTHER}`,
  )
  writeFileSync(scores, [header, ...lines].join('\n'))
  malarJson(['scores', study, scores], folder)
  const suggestions = readTable(join(tables, 'suggestions.csv'))
  const values = [...new Set(suggestions.map(({ value }) => value as string))].filter(
    (value) => value.length >= 6,
  )
  expect(values.length).toBeGreaterThan(20)
  const hashes = [...new Set(suggestions.map(({ photograph }) => (photograph as string).slice(0, 12)))]
  return [
    /S-\d{3}/,
    /"(subject|day|presentation|sha256|neighbours|secondOpinion|mean|least|most)":(?!null)/,
    /day \d+/,
    new RegExp(hashes.join('|')),
    new RegExp(`(?<![\\d.])(${values.map((value) => value.replace('.', '\\.')).join('|')})`),
    new RegExp(`(?<![\\d.])${String(OF_ANOTHER).replace('.', '\\.')}(?!\\d)|${NOTE_OF_ANOTHER}`),
  ]
}

function tasksIn(crossed: readonly Crossed[]): ScoringTask[] {
  return crossed
    .filter(({ name }) => name === 'malar:task')
    .map(({ told }) => JSON.parse(told) as { ok: boolean; value: ScoringTask })
    .filter(({ ok }) => ok)
    .map(({ value }) => value)
}
