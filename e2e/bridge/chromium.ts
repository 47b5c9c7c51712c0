/** A Chromium without a display, spoken to through a pipe: when this process ends, whatever way, so does Chromium. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'

const PROGRAM = process.env.MALAR_CHROMIUM || '/usr/bin/chromium'

const SWITCHES = [
  '--headless',
  '--remote-debugging-pipe',
  // For the journey, which drives the same pages.
  '--remote-debugging-port=0',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-extensions',
  '--disable-background-timer-throttling',
  '--disable-renderer-backgrounding',
  '--no-first-run',
  // Whatever it asks for on its own finds no host; of two such switches the last one counts.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
  // As root it refuses to build its sandbox.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
]

interface Message {
  id?: number
  sessionId?: string
  method?: string
  params?: Record<string, unknown>
  result?: Record<string, unknown>
  error?: { message: string }
}

/** Emits what the browser tells, by the session and name of the event: `SESSION Page.loadEventFired`. */
export class Chromium extends EventEmitter {
  #process: ChildProcess
  #waiting = new Map<number, { resolve(result: Record<string, unknown>): void; reject(error: Error): void }>()
  #asked = 0
  /** Why it runs no more. */
  #gone: Error | undefined
  /** Where a debugger may connect. */
  readonly endpoint: Promise<string>

  /** @param profile folder of its own */
  constructor(profile: string, switches: readonly string[]) {
    super()
    const args = [...switches, ...SWITCHES, `--user-data-dir=${profile}`, 'about:blank']
    this.#process = spawn(PROGRAM, args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] })
    this.endpoint = new Promise((resolve, reject) => {
      createInterface({ input: this.#process.stderr as Readable }).on('line', (line) => {
        const found = /^DevTools listening on (ws:\S+)/.exec(line)
        if (found) resolve(found[1] as string)
      })
      this.#process.on('error', ({ message }) =>
        this.#ended(`${PROGRAM} cannot be started: ${message}`, reject),
      )
      this.#process.on('exit', (code) => this.#ended(`Chromium ended (${code}).`, reject))
    })
    this.endpoint.catch(() => undefined)
    // A browser that is gone reads no more: its end is told otherwise.
    this.#process.stdio[3]?.on('error', () => undefined)
    let text = ''
    const pipe = this.#process.stdio[4] as Readable
    pipe.setEncoding('utf8').on('data', (part: string) => {
      const messages = (text + part).split('\0')
      text = messages.pop() ?? ''
      for (const message of messages) this.#receive(JSON.parse(message) as Message)
    })
  }

  /** Asks the browser, or one page by its session. @throws Error with what the browser says against it */
  ask(method: string, params: object = {}, sessionId?: string): Promise<Record<string, unknown>> {
    if (this.#gone) return Promise.reject(this.#gone)
    const id = ++this.#asked
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      const pipe = this.#process.stdio[3] as Writable
      pipe.write(`${JSON.stringify({ id, method, params, sessionId })}\0`)
    })
  }

  close(): void {
    this.#process.kill('SIGKILL')
  }

  #receive({ id, sessionId, method, params, result, error }: Message): void {
    if (id === undefined) {
      this.emit(`${sessionId ?? ''} ${method}`, params)
      return
    }
    const call = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (error) call?.reject(new Error(error.message))
    else call?.resolve(result ?? {})
  }

  #ended(sentence: string, refuse: (error: Error) => void): void {
    const error = (this.#gone ??= new Error(sentence))
    refuse(error)
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }
}
