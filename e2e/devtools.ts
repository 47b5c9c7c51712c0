/** A page as its debugger sees it, for an app that another program has started. */
import { setTimeout as sleep } from 'node:timers/promises'

interface Target {
  url: string
  webSocketDebuggerUrl: string
}

/** A page that answers questions. */
export interface Inspected {
  /** The value of an expression; what is no value at that moment, such as while the page loads, is undefined. */
  ask(expression: string): Promise<unknown>
  /** Settles when the page is gone. */
  gone: Promise<unknown>
}

/** Waits for the window's page at a port that was given with `--remote-debugging-port`. */
export async function inspect(port: number): Promise<Inspected> {
  for (;;) {
    const target = (await targets(port)).find(({ url }) => url.endsWith('/index.html'))
    if (target) return inspected(new WebSocket(target.webSocketDebuggerUrl))
    await sleep(200)
  }
}

async function targets(port: number): Promise<Target[]> {
  try {
    return (await (await fetch(`http://127.0.0.1:${port}/json`)).json()) as Target[]
  } catch {
    return [] // The app is not up yet.
  }
}

async function inspected(socket: WebSocket): Promise<Inspected> {
  const waiting = new Map<number, (value: unknown) => void>()
  const gone = new Promise((resolve) => socket.addEventListener('close', resolve))
  socket.addEventListener('message', ({ data }) => {
    const { id, result } = JSON.parse(String(data)) as {
      id: number
      result?: { result?: { value?: unknown } }
    }
    waiting.get(id)?.(result?.result?.value)
  })
  await new Promise((resolve) => socket.addEventListener('open', resolve))
  let last = 0
  const ask = (expression: string): Promise<unknown> => {
    const id = ++last
    const params = { expression, returnByValue: true, awaitPromise: true }
    socket.send(JSON.stringify({ id, method: 'Runtime.evaluate', params }))
    return Promise.race([new Promise((answer) => waiting.set(id, answer)), gone.then(() => undefined)])
  }
  return { ask, gone }
}
