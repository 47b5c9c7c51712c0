/** Keys of the digits from one to another. */
export const digits = (from: number, to: number, before = ''): string[] =>
  Array.from({ length: to - from + 1 }, (_, i) => `${before}${from + i}`)
