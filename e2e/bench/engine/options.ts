/** The words of the command. */
import { join } from 'node:path'

export interface Options {
  quick: boolean
  pytorch: boolean
  /** `wasm`: without TensorFlow, whatever is there. */
  device: 'auto' | 'cpu' | 'gpu' | 'wasm'
  /** Folder of the results. */
  out: string
  /** Names of rows; none for all. */
  rows: string[]
}

const DEVICES = ['auto', 'cpu', 'gpu', 'wasm'] as const

/** @returns the options, or a sentence that says what is wrong */
export function readOptions(words: readonly string[], rows: readonly string[]): Options | string {
  const options: Options = {
    quick: false,
    pytorch: false,
    device: 'auto',
    out: join(__dirname, '..', 'out'),
    rows: [],
  }
  const left = [...words]
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    if (word === '--quick') options.quick = true
    else if (word === '--pytorch') options.pytorch = true
    else if (word === '--device') {
      const device = left.shift()
      const known = DEVICES.find((name) => name === device)
      if (!known) return `The device is one of ${DEVICES.join(', ')}.`
      options.device = known
    } else if (word === '--out') {
      const folder = left.shift()
      if (folder === undefined) return '--out needs a folder.'
      options.out = folder
    } else if (rows.includes(word)) options.rows.push(word)
    else {
      return `There is no “${word}”: rows are ${rows.join(', ')}; options --quick, --pytorch, --device DEVICE, --out FOLDER.`
    }
  }
  return options
}
