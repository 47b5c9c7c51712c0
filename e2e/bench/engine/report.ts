/** The table of the engine's benchmark. */
import { brief } from '../timing'
import { BUSY, type Figure } from './contest'

export interface Report {
  /** What the figures depend on, as a sentence. */
  facts: string
  figures: Figure[]
  failures: { row: string; message: string }[]
}

const COLUMNS = ['what', 'Malar', 'PyTorch', 'time, Malar / PyTorch', 'target', 'how']

/** A table in Markdown. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.what,
    `${brief(figure.ours)} ${figure.unit}`,
    figure.pytorch === undefined ? '' : `${brief(figure.pytorch)} ${figure.unit}`,
    figure.ratio === undefined ? '' : figure.ratio.toFixed(2),
    verdict(figure),
    figure.how,
  ])
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(COLUMNS), '| --- | ---: | ---: | ---: | ---: | --- |', ...rows.map(line)].join('\n')
}

/** The table, what failed, and the facts. */
export function asText({ facts, figures, failures }: Report): string {
  const failed = failures.map(({ row, message }) => `\n${row} failed: ${message}\n`).join('')
  return `${table(figures)}\n${failed}\n${facts}\n`
}

function verdict({ ratio, target, busy = 0 }: Figure): string {
  if (ratio === undefined || target === undefined) return ''
  const others = `others took ${Math.round(100 * busy)} % of the processors`
  return `≤ ${target}: ${busy > BUSY ? `not judged, ${others}` : ratio <= target ? 'met' : 'missed'}`
}
