import { describe, expect, it } from 'vitest'
import { cardMarkdown } from './card-markdown'
import { errorFigures } from './compare'
import { cardBlocks, modelCard } from './model-card'
import type { CardInput } from './model-card'
import { seeded } from './random'
import type { HeldOutResidual, ModelFigures } from './records'
import { CONTINUOUS, gradeScale } from './scale'

const PADS = ['jowl', 'buccal', 'nasolabial'].map((id) => ({ id, name: `Pad ${id}` }))

/** Held-out residuals of 30 subjects on each pad, of `few` on the last. */
function residuals(few: number): HeldOutResidual[] {
  const random = seeded(3)
  return PADS.flatMap(({ id }, p) =>
    Array.from({ length: p === 2 ? few : 30 }, (_, key) => ({
      region: id,
      subject: `PSEUDONYM-${key}`,
      key,
      residual: 0.1 * random.normal(),
      residualOfMean: 0.25 * random.normal(),
      residualOfHog: (p === 0 ? 0.2 : 0.1) * random.normal(),
    })),
  )
}

function input(few = 30, figures: Partial<ModelFigures> = {}): CardInput {
  const held = residuals(few)
  const labels = PADS.map(({ id }, p) => ({
    region: id,
    subjects: p === 2 ? few : 30,
    photographs: p === 2 ? few : 60,
    labels: p === 2 ? few : 120,
  }))
  return {
    study: {
      uuid: 'd5f1',
      name: 'Midface | *pilot* <b>',
      regions: PADS.map(({ id }) => id),
      scale: CONTINUOUS,
    },
    pads: PADS,
    version: '9.9.9',
    model: {
      id: 3,
      createdAt: '2026-11-24T14:05:00.000Z',
      objective: 'soft-n-pair',
      seed: 1,
      device: 'cpu',
      steps: 400,
      dataHash: '1a2b3c4d'.repeat(8),
      subjects: 30,
      labels: 240 + few,
      promoted: true,
      depth: 'head',
      networks: 5,
      folds: [],
      figures: {
        errors: errorFigures(held),
        residuals: held,
        raterDifference: 0.08,
        losses: [],
        chanceLoss: 3,
        verdict: `The new model is better: on ${60 + few} regions of 30 subjects that neither had seen, and so on.`,
        raterDifferences: [
          { region: 'jowl', difference: 0.08, pairs: 40 },
          { region: 'buccal', difference: 0.0712, pairs: 6 },
        ],
        curve: [10, 20, 50].map((subjects) => {
          const mae = 0.1 + 0.5 / Math.sqrt(subjects)
          return { subjects, mae, low: mae - 0.01, high: mae + 0.01 }
        }),
        coverage: { nominal: 0.9, found: 0.88, subjects: 26 },
        learnedFrom: { photographs: 60, regions: labels },
        ...figures,
      },
    },
  }
}

const row = (card: string, start: string): string[] =>
  card
    .split('\n')
    .filter((line) => line.startsWith(`| ${start} `))
    .map((line) => line.replace(/ +/g, ' '))

describe('the model card', () => {
  it('says what there is to know', () => {
    const card = modelCard(input())
    for (const part of ['# Model card: m3-1a2b3c4d', '## Intended use', '## Limits', '## Data', '## Training', '## Errors', '## Learning curve', '## Intervals']) {
      expect(card).toContain(`${part}`)
    }
    for (const fact of ['2026-11-24', 'Malar 9.9.9', 'soft-n-pair', '1a2b3c4d'.repeat(8), 'not a medical device', 'suggests only']) {
      expect(card).toContain(fact)
    }
    const [labels, worth, interval] = row(card, 'Pad jowl')
    expect(labels).toBe('| Pad jowl | 30 | 60 | 120 |')
    expect(worth).toMatch(/^\| Pad jowl \| 30 \| 30 \| 0\.\d{3} \| 0\.\d{3} \| 0\.\d{3} \| 0\.080 \| 40 \| worth it \|$/)
    expect(interval).toMatch(/^\| Pad jowl \| 30 \| 0\.\d{3} \| \d\d % to 9\d % \|$/)
    expect(row(card, 'Pad buccal')[1]).toMatch(/ \| not shown \| < 10 \| no better than HOG \|$/)
    expect(row(card, 'All pads')).toEqual(['| All pads | 30 | 60 | 270 |'])
    expect(row(card.replace(/\| +/g, '| '), '20')).toEqual(['| 20 | 0.212 | 0.202 to 0.222 |'])
    expect(card).toMatch(/Scoring 50 more subjects would probably lower the mean error from 0\.17 to about 0\.15/)
    expect(card).toContain('Of the scores of 26 subjects that did not calibrate them they held 88 %')
    expect(card).toContain('on 90 regions of 30 subjects')
  }) // prettier-ignore

  it('is the same for the same input, byte for byte, and ends with a line feed', () => {
    expect(modelCard(input())).toBe(modelCard(input()))
    expect(modelCard(input())).toMatch(/[^\n]\n$/)
  })

  it('names no subject', () => {
    expect(modelCard(input())).not.toContain('PSEUDONYM')
    expect(JSON.stringify(cardBlocks(input()))).not.toContain('PSEUDONYM')
  })

  it('takes nothing in a name for a mark or a tag', () => {
    expect(modelCard(input())).toContain('| Midface \\| \\*pilot\\* \\<b> ')
  })

  it('speaks in values of the scale', () => {
    const card = input()
    const grades = modelCard({ ...card, study: { ...card.study, scale: gradeScale(4, 1) } })
    expect(row(grades, 'Pad jowl')[1]).toContain('| 0.32 | 40 |')
    expect(grades).toContain('| 0-4 ')
  })

  it('shows no count below ten, and no total that gives one away', () => {
    const card = modelCard(input(7))
    expect(row(card, 'Pad nasolabial')).toEqual([
      '| Pad nasolabial | < 10 | < 10 | < 10 |',
      '| Pad nasolabial | < 10 | < 10 | not shown | not shown | not shown | not measured | < 10 | not known |',
      '| Pad nasolabial | < 10 | none yet | |',
    ])
    expect(row(card, 'All pads')).toEqual(['| All pads | 30 | 60 | withheld |'])
    // 67 regions less 60 are 7.
    expect(card).toContain('on regions of 30 subjects')
    expect(card).not.toMatch(/\b(67|247|7)\b/)
  })

  it('shows neither a curve point nor a coverage of fewer than ten subjects', () => {
    const card = modelCard(
      input(30, {
        curve: [{ subjects: 6, mae: 0.2468, low: 0.1, high: 0.3 }],
        coverage: { nominal: 0.9, found: 0.777, subjects: 9 },
        verdict: 'It is worse, on 1 subject that neither had seen.',
      }),
    )
    expect(card).toMatch(/\| +< 10 \| +not shown \| +not shown \|/)
    expect(card).not.toMatch(/0\.247|78 %/)
    expect(card).toContain('on < 10 subject that')
  })

  it('does with the figures of an earlier version', () => {
    const card = input(30, {})
    const { curve, coverage, raterDifferences, learnedFrom, ...old } = card.model.figures
    expect([curve, coverage, raterDifferences, learnedFrom]).not.toContain(undefined)
    const earlier = {
      ...old,
      errors: old.errors.filter(({ method }) => method !== 'hog'),
      residuals: old.residuals.map(({ region, subject, key, residual, residualOfMean }) => ({ region, subject, key, residual, residualOfMean })), // prettier-ignore
    }
    const written = modelCard({ ...card, model: { ...card.model, figures: earlier } })
    expect(written).toContain('did not count them by pad')
    expect(written).not.toContain('## Learning curve')
    expect(row(written, 'Pad jowl')[0]).toMatch(
      /\| not measured \| 0\.\d{3} \| not measured \| < 10 \| worth it \|$/,
    )
    expect(written).toContain('has not been measured')
  })
})

describe('Markdown', () => {
  it('lines up tables and leaves plain text alone', () => {
    expect(
      cardMarkdown([
        { kind: 'heading', level: 2, text: 'Two' },
        { kind: 'list', items: ['a < 10', 'b\n_c_'] },
        { kind: 'table', columns: [{ name: 'Pad' }, { name: 'n', number: true }], rows: [['jowl', '12'], ['x', '< 10']] },
      ]),
    ).toBe('## Two\n\n- a < 10\n- b \\_c\\_\n\n| Pad  |    n |\n| ---- | ---: |\n| jowl |   12 |\n| x    | < 10 |\n') // prettier-ignore
  })
})
