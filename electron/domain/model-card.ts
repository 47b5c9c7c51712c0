/**
 * The model card (Mitchell et al. 2019, arXiv 1810.03993): what a model is for, what it learned from, and what it
 * is worth, for people who were not there. It names nobody: no subject, no rater, no count below ten. The same input
 * gives the same bytes.
 */
import { cardMarkdown } from './card-markdown'
import type { CardBlock } from './card-markdown'
import { errorText, worthByRegion } from './compare'
import { calibrate, coverageBand, LEVEL, MIN_CALIBRATION_SUBJECTS } from './interval'
import { forecast } from './learning-curve'
import { completeFigures } from './records/complete-figures'
import { modelName } from './records/model-name'
import type { Method, Model, ModelFigures, StudyInfo } from './records'
import { scaleName } from './scale'
import { LEAST_SHOWN, shownCount, shownCounts } from './small-cells'

export interface CardInput {
  study: Pick<StudyInfo, 'uuid' | 'name' | 'regions' | 'scale'>
  model: Model
  /** Pads with their names. */
  pads: readonly { id: string; name: string }[]
  /** Version of the program that writes the card. */
  version: string
}

/** More subjects that the card's forecast speaks of. */
const MORE = 50

const NOT_SHOWN = 'not shown'

/** What the sections are made of. */
interface Card extends CardInput {
  figures: Required<ModelFigures>
  /** Ids and names of the study's pads in its order, then of others that the model knows. */
  named: { id: string; name: string }[]
  range: number
}

/** The model card as Markdown. */
export function modelCard(input: CardInput): string {
  return cardMarkdown(cardBlocks(input))
}

/** The model card as a document, for showing it. */
export function cardBlocks(input: CardInput): CardBlock[] {
  const { scale, regions } = input.study
  const figures = completeFigures(input.model.figures)
  const known = [...(figures.learnedFrom?.regions ?? []), ...figures.errors].map(({ region }) => region)
  const card: Card = {
    ...input,
    figures,
    named: [...new Set([...regions, ...known])].map((id) => ({
      id,
      name: input.pads.find((pad) => pad.id === id)?.name ?? id,
    })),
    range: scale.max - scale.min,
  }
  return [
    { kind: 'heading', level: 1, text: `Model card: ${modelName(input.model)}` },
    {
      kind: 'table',
      columns: [{ name: 'Item' }, { name: 'Value' }],
      rows: [
        ['Study', input.study.name],
        ['Identity of the study', input.study.uuid],
        ['Learned on', input.model.createdAt.slice(0, 10)],
        ['Scale', scaleName(scale)],
        ['State', input.model.promoted ? 'in use: it gives the suggestions' : 'kept, not in use'],
        ['Card written by', `Malar ${input.version}`],
      ],
    },
    ...use(),
    ...data(card),
    ...training(card),
    ...errors(card),
    ...curve(card),
    ...intervals(card),
  ]
}

const heading = (text: string): CardBlock => ({ kind: 'heading', level: 2, text })
const text = (text: string): CardBlock => ({ kind: 'text', text })

function use(): CardBlock[] {
  return [
    heading('Intended use'),
    text(
      'To suggest scores of facial fat pads on near-frontal photographs to raters of this study, each with an interval and the labelled neighbours that it comes from. It suggests only: a person gives every score.',
    ),
    heading('Limits'),
    {
      kind: 'list',
      items: [
        'It has learned how the raters of this study score, their habits included. It is no measure of truth, and other raters may score otherwise.',
        'Its figures hold for subjects drawn like those it learned from: same clinic, camera, light, pose and kind of patient. Elsewhere they have to be measured anew.',
        'It is not a medical device, and no claim is made that it is fit for diagnosis or for planning a treatment.',
        'A score that was given in sight of a suggestion is not independent of the model and never judges it.',
        'A photograph shows surface relief: superficial and deep fat pads cannot be told apart.',
        'It comes from photographs of faces. Treat the study file that holds it as a patient’s record.',
      ],
    },
  ]
}

function data({ model, figures, named }: Card): CardBlock[] {
  const { learnedFrom } = figures
  const pads = named.map(({ id, name }) => ({
    name,
    ...(learnedFrom?.regions.find(({ region }) => region === id) ?? {
      subjects: 0,
      photographs: 0,
      labels: 0,
    }),
  }))
  const labels = shownCounts(
    pads.map((pad) => pad.labels),
    model.labels,
  )
  const totals = ['All pads', shownCount(model.subjects)]
  const note = `Counts of the regions with a score that it learned from. A count below ${LEAST_SHOWN} is not shown, nor a total that would give one away.`
  if (!learnedFrom) {
    return [
      heading('Data'),
      {
        kind: 'table',
        columns: [{ name: 'Pad' }, { name: 'Subjects', number: true }, { name: 'Labels', number: true }],
        rows: [[...totals, shownCount(model.labels)]],
      },
      text(`${note} This model was made by a version that did not count them by pad.`),
    ]
  }
  return [
    heading('Data'),
    {
      kind: 'table',
      columns: [
        { name: 'Pad' },
        ...['Subjects', 'Photographs', 'Labels'].map((name) => ({ name, number: true })),
      ],
      rows: [
        ...pads.map(({ name, subjects, photographs }, i) => [
          name,
          shownCount(subjects),
          shownCount(photographs),
          labels.counts[i] as string,
        ]),
        [...totals, shownCount(learnedFrom.photographs), labels.total],
      ],
    },
    text(`${note} One subject and one photograph have several pads, so those columns do not add up.`),
  ]
}

function training({ model, figures }: Card): CardBlock[] {
  return [
    heading('Training'),
    {
      kind: 'table',
      columns: [{ name: 'Item' }, { name: 'Value' }],
      rows: [
        ['Objective', model.objective],
        ['Seed', String(model.seed)],
        ['Steps', String(model.steps)],
        ['Kept of a reading’s distance from the mean', `${(100 * figures.levelShare).toFixed(0)} %`],
        ['Device', model.device === 'gpu' ? 'graphics card' : 'processor'],
        ['SHA-256 of crops, labels and settings', model.dataHash],
      ],
    },
  ]
}

function errors({ model, figures, named, range }: Card): CardBlock[] {
  const worth = worthByRegion(figures.residuals, figures.raterDifferences, range)
  const rows = named.map(({ id, name }) => {
    const figure = (method: Method) =>
      figures.errors.find((one) => one.region === id && one.method === method) ?? null
    const own = figure('model')
    const raters = figures.raterDifferences.find(({ region }) => region === id)
    const shown = own !== null && own.subjects >= LEAST_SHOWN
    const error = (method: Method): string => {
      const one = figure(method)
      if (!one) return 'not measured'
      return one.subjects < LEAST_SHOWN ? NOT_SHOWN : errorText(one.mae, range)
    }
    return [
      name,
      shownCount(own?.subjects ?? 0),
      shownCount(own?.regions ?? 0),
      error('model'),
      error('hog'),
      error('mean'),
      !raters ? 'not measured' : raters.pairs < LEAST_SHOWN ? NOT_SHOWN : errorText(raters.difference, range),
      shownCount(raters?.pairs ?? 0),
      shown ? (worth.find(({ region }) => region === id)?.verdict ?? 'not known') : 'not known',
    ]
  })
  const small = figures.errors.some(({ method, regions }) => method === 'model' && regions < LEAST_SHOWN)
  return [
    heading('Errors on subjects that it has never seen'),
    {
      kind: 'table',
      columns: [
        { name: 'Pad' },
        ...[
          'Subjects',
          'Regions',
          'This model',
          'HOG + nearest neighbours',
          'Always the mean',
          'Two raters differ by',
          'Pairs of scores',
        ].map((name) => ({ name, number: true })),
        { name: 'Verdict' },
      ],
      rows,
    },
    text(
      `Mean absolute errors as values of the scale, by cross-validation with whole subjects held out; what fewer than ${LEAST_SHOWN} subjects or pairs give is not shown. “Worth it”: better than HOG + nearest neighbours (the cheap comparison) and than always the mean, each by a 90 % interval of the paired bootstrap by subject. Nothing is corrected for the number of pads: of twenty pads on which it is no better, about one would look better by chance.`,
    ),
    text(`Verdict when it was made: ${withoutSmallCounts(model.figures.verdict, small)}`),
  ]
}

/** The sentence of a verdict names counts; those that are small, and a total that would give a small one away, go. */
function withoutSmallCounts(sentence: string, someAreSmall: boolean): string {
  return sentence.replace(
    /\b(\d+) (region|subject)(s?)\b/g,
    (all, count: string, word: string, s: string) => {
      if (word === 'region' && someAreSmall) return 'regions'
      return Number(count) < LEAST_SHOWN ? `${shownCount(Number(count))} ${word}${s}` : all
    },
  )
}

function curve({ figures, range }: Card): CardBlock[] {
  if (figures.curve.length === 0) return []
  const value = (unit: number): string => errorText(unit, range)
  return [
    heading('Learning curve'),
    {
      kind: 'table',
      columns: [
        { name: 'Subjects learned from', number: true },
        { name: 'Mean absolute error', number: true },
        { name: '90 % interval', number: true },
      ],
      rows: figures.curve.map(({ subjects, mae, low, high }) =>
        subjects < LEAST_SHOWN
          ? [shownCount(subjects), NOT_SHOWN, NOT_SHOWN]
          : [String(subjects), value(mae), `${value(low)} to ${value(high)}`],
      ),
    },
    text(`On held-out subjects, mean over pads. ${forecast(figures.curve, MORE, range).sentence}`),
  ]
}

function intervals({ figures, named, range }: Card): CardBlock[] {
  const percent = (share: number): string => `${(100 * share).toFixed(0)} %`
  const rows = named.map(({ id, name }) => {
    const { halfWidth, subjects } = calibrate(figures.residuals.filter(({ region }) => region === id))
    if (halfWidth === null) return [name, shownCount(subjects), 'none yet', '']
    const band = coverageBand(subjects)
    return [
      name,
      shownCount(subjects),
      errorText(halfWidth, range),
      `${percent(band.low)} to ${percent(band.high)}`,
    ]
  })
  const { coverage } = figures
  const found = !coverage
    ? 'How often they hold scores that did not calibrate them has not been measured.'
    : coverage.subjects < LEAST_SHOWN
      ? `How often they hold scores that did not calibrate them is not shown: it was measured on fewer than ${LEAST_SHOWN} subjects.`
      : `Of the scores of ${coverage.subjects} subjects that did not calibrate them they held ${percent(coverage.found)}, where ${percent(coverage.nominal)} were meant.`
  return [
    heading('Intervals'),
    {
      kind: 'table',
      columns: [
        { name: 'Pad' },
        { name: 'Subjects', number: true },
        { name: 'Reaches to either side', number: true },
        { name: 'True coverage lies between', number: true },
      ],
      rows,
    },
    text(
      `Intervals are meant to hold ${percent(LEVEL)} of the scores of new subjects; they come from the errors on held-out subjects (hierarchical conformal prediction, arXiv 2306.06342), of which ${MIN_CALIBRATION_SUBJECTS} are needed. So few subjects leave the true coverage open between the bounds of the last column, with 90 % probability. ${found}`,
    ),
  ]
}
