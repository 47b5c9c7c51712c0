/** A stretch of a file. */
export interface Piece {
  start: number
  end: number
}

/**
 * The file without some of its pieces.
 * @param pieces in the order of the file
 * @returns the same array when no piece is unwanted
 */
export function without<P extends Piece>(
  bytes: Uint8Array,
  pieces: Iterable<P>,
  isUnwanted: (piece: P) => boolean,
): Uint8Array {
  const unwanted: Piece[] = []
  for (const piece of pieces) if (isUnwanted(piece)) unwanted.push(piece)
  if (unwanted.length === 0) return bytes
  const removed = unwanted.reduce((sum, { start, end }) => sum + end - start, 0)
  const out = new Uint8Array(bytes.length - removed)
  let from = 0
  let to = 0
  for (const { start, end } of [...unwanted, { start: bytes.length, end: bytes.length }]) {
    out.set(bytes.subarray(from, start), to)
    to += start - from
    from = end
  }
  return out
}
