import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { oneOf, parseCommand, wholeNumber } from './command-line'
import { UsageError } from './verb'
import type { Verb } from './verb'

const verb: Verb = {
  usage: '',
  options: ['seed', 'name'],
  takes: [1, 2],
  run: () => ({ json: {}, text: '' }),
}

const parse = (...words: string[]) => parseCommand(verb, words)

describe('the words behind a verb', () => {
  it('are arguments in order, and options wherever they stand', () => {
    expect(parse('a', '--seed', '5', 'b', '--name=x y', '--json')).toEqual({
      args: ['a', 'b'],
      options: { seed: '5', name: 'x y' },
      json: true,
    })
    expect(parse('a')).toEqual({ args: ['a'], options: {}, json: false })
  })

  it('may hold anything behind an equals sign', () => {
    expect(parse('a', '--name=--json=\n=').options).toEqual({ name: '--json=\n=' })
    expect(parse('a', '--name=').options).toEqual({ name: '' })
  })

  it('take the last of an option that comes twice', () => {
    expect(parse('a', '--seed', '1', '--seed', '2').options.seed).toBe('2')
  })

  it('may be negative numbers', () => {
    expect(parse('a', '--seed', '-1').options.seed).toBe('-1')
  })

  it.each([
    [['a', '--nonsense', '1'], 'There is no option --nonsense here.'],
    [['a', '--'], 'There is no option -- here.'],
    [['a', '--seed'], 'The option --seed needs a value.'],
    [['a', '--name', '--json'], 'The option --name needs a value.'],
    [[], 'Something is missing.'],
    [['a', 'b', 'c'], '“c” is one argument too many.'],
  ])('are refused: %j', (words, sentence) => {
    expect(() => parse(...words)).toThrow(new UsageError(sentence))
  })

  it('are parsed or refused, whatever they are', () => {
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom('--json', '--seed', '--seed=1', '--name', '--', '-', '--__proto__=1'),
    )
    fc.assert(
      fc.property(fc.array(word), (words) => {
        try {
          const { args, options } = parse(...words)
          expect(args.length).toBeGreaterThan(0)
          expect(Object.keys(options).every((name) => verb.options.includes(name))).toBe(true)
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError)
        }
      }),
    )
  })
})

describe('a whole number', () => {
  it('is read, within limits, or the usual one taken', () => {
    expect(wholeNumber('seed', '7', 1, 0, 10)).toBe(7)
    expect(wholeNumber('seed', '0', 1, 0, 10)).toBe(0)
    expect(wholeNumber('seed', undefined, 1, 0, 10)).toBe(1)
  })

  it.each(['', ' ', 'x', '1.5', '-1', '11', 'NaN', 'Infinity'])('is not “%s”', (text) => {
    expect(() => wholeNumber('seed', text, 1, 0, 10)).toThrow(UsageError)
    expect(() => wholeNumber('seed', text, 1, 0, 10)).toThrow('--seed takes a whole number from 0 to 10')
  })
})

describe('one of a few words', () => {
  it('is taken, or the usual one', () => {
    expect(oneOf('device', 'gpu', 'auto', ['auto', 'gpu'])).toBe('gpu')
    expect(oneOf('device', undefined, 'auto', ['auto', 'gpu'])).toBe('auto')
  })

  it.each(['', 'GPU', 'constructor'])('is not “%s”', (text) => {
    expect(() => oneOf('device', text, 'auto', ['auto', 'gpu'])).toThrow('--device takes one of auto, gpu')
  })
})
