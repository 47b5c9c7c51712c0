import { expect, it } from 'vitest'
import { FeatureStore } from './feature-store'

it('features are given back by id and variant; the crop as it is stands in for copies that were not sent', () => {
  const store = new FeatureStore()
  expect(store.length).toBeNull()
  store.addAll([7, 3], 2, Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8))
  store.addAll([9], 1, Float32Array.of(9, 10))
  expect([store.size, store.length]).toEqual([3, 2])
  expect([...store.features(7, 0), ...store.features(7, 1)]).toEqual([1, 2, 3, 4])
  expect([...store.features(3, 0), ...store.features(3, 1)]).toEqual([5, 6, 7, 8])
  expect(store.features(9, 3)).toEqual(Float32Array.of(9, 10))
  store.addAll([3], 1, Float32Array.of(0, 0))
  expect(store.features(3, 1)).toEqual(Float32Array.of(0, 0))
  expect(store.has(3)).toBe(true)
  expect(store.has(4)).toBe(false)
})

it('all are of one length, whatever that is', () => {
  const store = new FeatureStore()
  store.addAll([], 1, new Float32Array(0))
  store.addAll([1], 1, new Float32Array(5))
  expect(() => store.addAll([2], 1, new Float32Array(6))).toThrow(/6 values instead of 5/)
  expect(() => store.addAll([2, 3], 2, new Float32Array(7))).toThrow(/7 values are not 2 variants of 2/)
  expect(() => store.addAll([], 1, new Float32Array(7))).toThrow(/are not/)
  expect(() => store.addAll([2], 1, new Float32Array(0))).toThrow(/0 values/)
  expect(() => store.features(2, 0)).toThrow(/crop 2 were not sent/)
})
