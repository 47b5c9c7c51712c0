/** The words of the command. */
import { METHODS, USUAL_METHODS } from './contenders'
import { LARGEST_SIZE, type PlanOptions } from './plan'

export interface Options extends PlanOptions {
  /** Whether the report goes into the repository. */
  write: boolean
  workers: number
}

const FULL = { sizes: [10, 20, 50, 100, 200], seeds: [1, 2, 3] }
const QUICK = { sizes: [20, 50], seeds: [1] }

/** Fewer subjects cannot be split into folds of which each leaves enough to learn from. */
const SMALLEST_SIZE = 6

const USAGE =
  'Options: --quick, --write, --validation, --sizes 20,50, --seeds 1,2, --methods NAME,NAME, --workers N.'

/** @returns the options, or a sentence that says what is wrong */
export function readOptions(words: readonly string[]): Options | string {
  const quick = words.includes('--quick')
  const usual = quick ? QUICK : FULL
  const options: Options = {
    quick,
    write: false,
    validation: false,
    workers: 2,
    methods: USUAL_METHODS,
    ...usual,
  }
  const left = [...words]
  const numbers = (): number[] => (left.shift() ?? '').split(',').map(Number)
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    if (word === '--quick') continue
    if (word === '--write') options.write = true
    else if (word === '--validation') options.validation = true
    else if (word === '--sizes') options.sizes = numbers()
    else if (word === '--seeds') options.seeds = numbers()
    else if (word === '--workers') options.workers = Number(left.shift())
    else if (word === '--methods') options.methods = (left.shift() ?? '').split(',')
    else return `There is no “${word}”. ${USAGE}`
  }
  return wrong(options) ?? options
}

function wrong({ sizes, seeds, methods, workers }: Options): string | null {
  const whole = (low: number, high: number) => (value: number) =>
    Number.isInteger(value) && value >= low && value <= high
  if (!sizes.every(whole(SMALLEST_SIZE, LARGEST_SIZE)))
    return `Sizes lie between ${SMALLEST_SIZE} and ${LARGEST_SIZE}.`
  if (!seeds.every(whole(0, 1e6))) return 'Seeds are whole numbers.'
  if (!whole(1, 64)(workers)) return 'There is at least one worker.'
  const unknown = methods.find((method) => !METHODS.includes(method))
  return unknown === undefined ? null : `There is no method “${unknown}”: there are ${METHODS.join(', ')}.`
}
