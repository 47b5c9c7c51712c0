/** The table, and what machine it was measured on. */
import { cpus, loadavg, totalmem } from 'node:os'
import type { Figure } from './bench'

/** A table in Markdown. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map(({ what, result, how }) => `| ${[what, result, how].map(cell).join(' | ')} |`)
  return ['| what | result | how |', '| --- | ---: | --- |', ...rows].join('\n')
}

function cell(text: string): string {
  return text.replace(/\|/g, '\\|').replace(/\s+/g, ' ')
}

/**
 * What the figures depend on, as a sentence.
 * @param device where TensorFlow computed, null when no row needed it
 */
export function machine(quick: boolean, device: string | null): string {
  const processors = cpus()
  const facts = [
    `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown processor'}`,
    `${Math.round(totalmem() / 2 ** 30)} GiB`,
    `${process.platform} ${process.arch}`,
    `studies on ${process.env.MALAR_BENCH_DISK ?? 'unknown'}`,
    `Electron ${process.versions.electron} (Node ${process.versions.node})`,
    ...(device ? [device] : []),
  ]
  const size = quick ? ' Quick sizes.' : ''
  return `Measured on ${facts.join(', ')}; load ${(loadavg()[0] as number).toFixed(1)}.${size}`
}
