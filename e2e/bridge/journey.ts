/** The channel to the journey that started this program: it runs functions here, as Playwright does in Electron. */
import type * as Electron from './electron'

export interface ToMain {
  id: number
  /** Source of a function that takes the module `electron` and one argument; null to end the app. */
  source: string | null
  arg: unknown
}

export type FromMain =
  /** The first window is there; where a debugger finds it. */
  { endpoint: string } | { id: number; value: unknown } | { id: number; error: string }

/** Listens; nothing happens when no journey did the starting, as with a verb. */
export function answerJourney(electron: typeof Electron): void {
  if (!process.send) return
  const tell = (message: FromMain): void => void process.send?.(message)
  process.on('message', ({ id, source, arg }: ToMain) => {
    if (source === null) return electron.app.quit()
    run(source, electron, arg).then(
      (value) => tell({ id, value }),
      (error: unknown) => tell({ id, error: String((error as Error)?.stack ?? error) }),
    )
  })
  process.on('disconnect', () => electron.app.exit(1))
  const gone = (error: Error): void => {
    process.stderr.write(`${error.message}\n`)
    electron.app.exit(1)
  }
  electron.app.once('web-contents-created', () => {
    electron.endpoint().then((found) => tell({ endpoint: found }), gone)
  })
}

async function run(source: string, electron: object, arg: unknown): Promise<unknown> {
  const made = (0, eval)(`(${source})`) as (electron: object, arg: unknown) => unknown
  return made(electron, arg)
}
