import { expect, it } from 'vitest'
import { changeReason } from './change-reasons'

it('a reason is from the list, with own words where they are given', () => {
  expect(changeReason('looked again', '')).toBe('looked again')
  expect(changeReason('looked again', '  the light was low ')).toBe('looked again: the light was low')
  expect(changeReason('other', 'filler since day 30')).toBe('filler since day 30')
})

it('“other” needs words, and no reason is longer than its room', () => {
  expect(() => changeReason('other', '   ')).toThrow(/own words/)
  expect(changeReason('other', 'x'.repeat(200))).toHaveLength(200)
  expect(() => changeReason('moved back', 'x'.repeat(195))).toThrow(/at most 200/)
})
