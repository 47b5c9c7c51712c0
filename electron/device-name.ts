/** Names of what computes, for people: the engine itself is told no more than processor or graphics card. */
import { readdirSync, readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'

/** Where NVIDIA's driver lists its cards on Linux. */
const CARDS = '/proc/driver/nvidia/gpus'

/** Name of the processor or of the graphics card; empty where the computer does not tell. */
export function deviceName(device: 'cpu' | 'gpu', cards = CARDS): string {
  return device === 'cpu' ? tidy(cpus()[0]?.model ?? '') : cardName(cards)
}

/** Which of several unlike cards computes, only the driver knows: then no name is better than a wrong one. */
function cardName(folder: string): string {
  try {
    const names = readdirSync(folder).map((card) => {
      const text = readFileSync(join(folder, card, 'information'), 'utf8')
      return tidy(/^Model:(.*)$/m.exec(text)?.[1] ?? '')
    })
    return new Set(names).size === 1 ? (names[0] ?? '') : ''
  } catch {
    return ''
  }
}

/** Makers fill their names with spaces and marks. */
function tidy(name: string): string {
  return name
    .replace(/\((R|TM)\)/gi, '')
    .replace(/\s+/g, ' ')
    .trim()
}
