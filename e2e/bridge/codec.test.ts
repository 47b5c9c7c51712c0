import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decode, encode } from './codec'

const typed = fc.oneof(
  fc.uint8Array(),
  fc.float32Array(),
  fc.float64Array(),
  fc.int32Array(),
  fc.uint8Array({ minLength: 1 }).map((bytes) => bytes.subarray(1)),
)
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    fc.oneof(fc.string(), fc.boolean(), fc.double(), fc.constantFrom(null, undefined, NaN, Infinity), typed),
    fc.array(tie('any')),
    fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), tie('any'), { noNullPrototype: true }),
  ),
})).any

it('whatever the contract may hold arrives as it was sent', () => {
  fc.assert(
    // −0 is the one number that JSON does not keep.
    fc.property(value, (sent) => {
      expect(decode(encode(sent))).toEqual(withoutNegativeZero(sent))
    }),
  )
})

it('more bytes than a call may have arguments arrive', () => {
  const bytes = Uint8Array.from({ length: 200_000 }, (_, i) => i % 251)
  expect(decode(encode(bytes))).toEqual(bytes)
})

it('a function does not cross', () => {
  expect(() => encode({ listener: () => undefined })).toThrow('could not be cloned')
})

function withoutNegativeZero(sent: unknown): unknown {
  if (Object.is(sent, -0)) return 0
  if (Array.isArray(sent)) return sent.map(withoutNegativeZero)
  if (typeof sent !== 'object' || sent === null || ArrayBuffer.isView(sent)) return sent
  return Object.fromEntries(Object.entries(sent).map(([key, inner]) => [key, withoutNegativeZero(inner)]))
}
