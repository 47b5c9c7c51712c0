/** A document of headings, sentences, lists and tables, and how it is written as Markdown. */

export type CardBlock =
  | { kind: 'heading'; level: 1 | 2; text: string }
  | { kind: 'text'; text: string }
  | { kind: 'list'; items: string[] }
  | { kind: 'table'; columns: CardColumn[]; rows: string[][] }

export interface CardColumn {
  name: string
  /** Numbers stand to the right. */
  number?: boolean
}

/** The document as Markdown (GitHub's, for the tables). The same blocks give the same bytes. */
export function cardMarkdown(blocks: readonly CardBlock[]): string {
  return `${blocks.map(blockText).join('\n\n')}\n`
}

function blockText(block: CardBlock): string {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${literal(block.text)}`
    case 'text':
      return literal(block.text)
    case 'list':
      return block.items.map((item) => `- ${literal(item)}`).join('\n')
    case 'table':
      return tableText(block)
  }
}

function tableText({ columns, rows }: Extract<CardBlock, { kind: 'table' }>): string {
  const cells = [columns.map(({ name }) => literal(name)), ...rows.map((row) => row.map(literal))]
  const widths = columns.map((_, i) => Math.max(3, ...cells.map((row) => [...(row[i] ?? '')].length)))
  const line = (row: readonly string[]): string =>
    `| ${columns
      .map(({ number }, i) => {
        const gap = ' '.repeat((widths[i] as number) - [...(row[i] ?? '')].length)
        return number ? gap + (row[i] ?? '') : (row[i] ?? '') + gap
      })
      .join(' | ')} |`
  const rule = columns.map(({ number }, i) =>
    number ? `${'-'.repeat((widths[i] as number) - 1)}:` : '-'.repeat(widths[i] as number),
  )
  return [line(cells[0] as string[]), line(rule), ...cells.slice(1).map(line)].join('\n')
}

/** Text that says itself: nothing in it is taken for a mark, a tag or the end of a cell or line. */
function literal(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]|~]/g, '\\$&')
    .replace(/<(?=[A-Za-z/!?])/g, '\\<')
    .replace(/&(?=#?\w+;)/g, '\\&')
}
