export interface GridWindow {
  columns: number
  rows: number
  /** Height of everything, as if all were drawn. */
  height: number
  /** First and one past the last row to draw. */
  from: number
  to: number
}

/** Which rows of a long grid are in sight, with two to spare on either side. */
export function windowOfRows(
  count: number,
  cell: { width: number; height: number },
  view: { width: number; height: number; scroll: number },
): GridWindow {
  const columns = Math.max(1, Math.floor(view.width / cell.width))
  const rows = Math.ceil(count / columns)
  return {
    columns,
    rows,
    height: rows * cell.height,
    from: Math.max(0, Math.min(rows, Math.floor(view.scroll / cell.height) - 2)),
    to: Math.min(rows, Math.ceil((view.scroll + view.height) / cell.height) + 2),
  }
}

/** Where a key leads in a grid: the place of an item, or the place itself for a key that leads nowhere. */
export function walked(
  key: string,
  at: number,
  grid: { count: number; columns: number; rowsInSight: number },
): number {
  const { count, columns, rowsInSight } = grid
  const steps: Record<string, number> = {
    ArrowRight: 1,
    ArrowLeft: -1,
    ArrowDown: columns,
    ArrowUp: -columns,
    PageDown: columns * Math.max(1, rowsInSight),
    PageUp: -columns * Math.max(1, rowsInSight),
    Home: -count,
    End: count,
  }
  return Math.max(0, Math.min(count - 1, at + (steps[key] ?? 0)))
}
