export interface RowWindow {
  columns: number
  rows: number
  /** Height of everything, as if all were drawn. */
  height: number
  /** First and one past the last item to draw. */
  from: number
  to: number
  /** Where the first drawn row lies. */
  top: number
}

/** Which items of a long grid are in sight, with two rows to spare on either side. */
export function windowOfRows(
  count: number,
  cell: { width: number; height: number },
  view: { width: number; height: number; scroll: number },
): RowWindow {
  const columns = Math.max(1, Math.floor(view.width / cell.width))
  const rows = Math.ceil(count / columns)
  const first = Math.max(0, Math.min(rows, Math.floor(view.scroll / cell.height) - 2))
  const last = Math.min(rows, Math.ceil((view.scroll + view.height) / cell.height) + 2)
  return {
    columns,
    rows,
    height: rows * cell.height,
    from: first * columns,
    to: Math.min(count, last * columns),
    top: first * cell.height,
  }
}
