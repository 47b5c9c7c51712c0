/** The tables of the benchmark of learning, as Markdown. */
import { ATLAS } from '../../../electron/atlas'
import { METHODS, TITLES } from './contenders'
import type { Cell, Summary } from './summary'
import { judge, short } from './targets'

/** What a run was made of, as sentences; nothing that differs between two runs alike. */
export interface About {
  command: string
  sentences: readonly string[]
}

/** The whole report. */
export function report(summary: Summary, about: About): string {
  const pads = summary.pads.map((pad) => `## ${nameOf(pad)}\n\n${padTables(summary, pad)}`)
  return [
    '# Learning, measured end to end on synthetic faces',
    `Made by \`${about.command}\`. ${about.sentences.join(' ')}`,
    `## Targets\n\n${targetTable(summary)}`,
    ...pads,
  ]
    .join('\n\n')
    .concat('\n')
}

function targetTable(summary: Summary): string {
  return table(
    ['target', ...summary.pads.map(nameOf), 'verdict'],
    judge(summary).map(({ target, found, outcome }) => [
      target,
      ...summary.pads.map((pad) => {
        const own = found.find((one) => one.pad === pad)
        return own ? `${own.met ? '✓' : '✗'} ${own.text}` : ''
      }),
      outcome,
    ]),
  )
}

function padTables(summary: Summary, pad: string): string {
  const methods = METHODS.filter((method) => summary.methods.includes(method))
  const rows = (text: (cell: Cell) => string): string[][] =>
    methods.map((method) => [
      TITLES[method] as string,
      ...summary.sizes.map((size) => {
        const cell = summary.cell(method, size, pad)
        return cell ? text(cell) : ''
      }),
    ])
  const sizes = summary.sizes.map((size) => `${size} subjects`)
  const intervals = summary.sizes.flatMap((size) => {
    const found = summary.cell('shipped', size, pad)
    if (!found) return []
    const { intervals, figures } = found
    const seen = intervals
      ? [
          `${short(intervals.coverage)} (${short(intervals.lowest)} to ${short(intervals.highest)})`,
          short(intervals.width),
        ]
      : ['no interval', '']
    return [[String(size), ...seen, String(intervals?.seeds ?? ''), short(figures.unknown)]]
  })
  return [
    'Mean absolute error ± its standard error from the choice of test subjects (standard deviation between seeds):',
    table(['method', ...sizes], rows(errorText)),
    'Rank correlation / ICC(2,1) / rank correlation of right minus left from one visit / from both visits:',
    table(['method', ...sizes], rows(rankText)),
    ...(intervals.length > 0
      ? [
          'Intervals of Malar:',
          table(
            ['subjects', 'coverage (range over seeds)', 'mean width', 'seeds', 'share unknown'],
            intervals,
          ),
        ]
      : []),
  ].join('\n\n')
}

function errorText({ figures, error, spread }: Cell): string {
  return `${short(figures.mae)} ± ${short(error)}${spread === null ? '' : ` (${short(spread)})`}`
}

function rankText({ figures: { spearman, icc, asymmetryVisit, asymmetrySubject } }: Cell): string {
  return [spearman, icc, asymmetryVisit, asymmetrySubject]
    .map((value) => (value === null ? '–' : short(value, 2)))
    .join(' / ')
}

function nameOf(pad: string): string {
  return ATLAS.regions.find(({ id }) => id === pad)?.name ?? pad
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n')
}
