/** Runs one verb of the command line: result to stdout, progress and complaints to stderr, exit code 0, 1 or 2. */
import { isAbsolute, resolve } from 'node:path'
import { MalarError } from '../domain/words'
import type { Services } from '../services'
import { noticeOf } from '../study-session'
import { parseCommand } from './command-line'
import { demoVerb } from './demo-verb'
import { importVerb, scoresVerb } from './import-verbs'
import { cardVerb, suggestVerb, trainVerb } from './learning-verbs'
import { checkVerb, exportVerb, newVerb } from './study-verbs'
import { UsageError } from './verb'
import type { Verb } from './verb'

const VERBS: Record<string, Verb> = {
  new: newVerb,
  import: importVerb,
  scores: scoresVerb,
  train: trainVerb,
  suggest: suggestVerb,
  card: cardVerb,
  export: exportVerb,
  check: checkVerb,
  demo: demoVerb,
}

/**
 * Runs a verb. Never throws.
 * @param words the verb and its arguments
 * @param folder that relative paths are relative to
 * @returns the exit code: 0 done, 1 failed, 2 called wrongly
 */
export async function runVerb(
  words: readonly string[],
  folder: string,
  services: Services,
): Promise<0 | 1 | 2> {
  const [name, ...rest] = words
  const verb = name !== undefined && Object.hasOwn(VERBS, name) ? VERBS[name] : undefined
  if (!verb) {
    const usage = Object.values(VERBS).map((one) => `  malar ${one.usage}`)
    if (name === 'help') {
      await print(['Malar without a window:', ...usage].join('\n'))
      return 0
    }
    complain([name ? `There is no verb “${name}”.` : 'Malar without a window:', ...usage].join('\n'))
    return 2
  }
  const json = rest.includes('--json')
  try {
    const { args, options } = parseCommand(verb, rest)
    const result = await verb.run(args, options, {
      services,
      path: (given) => (isAbsolute(given) ? given : resolve(folder, given)),
      progress: complain,
    })
    const notice = services.session.isOpen && noticeOf(services.session.study)
    if (notice) complain(notice)
    await print(json ? JSON.stringify(result.json) : result.text)
    return result.exitCode ?? 0
  } catch (error) {
    if (error instanceof UsageError) {
      complain(`${error.message}\n  malar ${verb.usage}`)
      return 2
    }
    const message = error instanceof MalarError ? error.message : String((error as Error)?.stack ?? error)
    complain(message)
    if (json)
      await print(
        JSON.stringify({ error: { code: error instanceof MalarError ? error.code : 'unexpected', message } }),
      )
    return 1
  }
}

function complain(text: string): void {
  process.stderr.write(`${text}\n`)
}

/** Waits until the text has left: the process ends right after. */
function print(text: string): Promise<void> {
  return new Promise((done) => process.stdout.write(`${text}\n`, () => done()))
}
