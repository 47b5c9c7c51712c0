/** How long the app takes from the start of its process to its first paint, without anything that drives it. */
import { spawn } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { PACKAGED, launchOptions } from '../../launch/options'
import type { Start } from './times'

/** What the page knows of its own paints. The largest one is reported late, so it is waited for. */
const PAINTS = `new Promise((tell) => {
  new PerformanceObserver((list) => {
    const [first] = performance.getEntriesByName('first-contentful-paint')
    if (first && document.querySelector('h1')) {
      tell([performance.timeOrigin, first.startTime, list.getEntries().at(-1).startTime])
    }
  }).observe({ type: 'largest-contentful-paint', buffered: true })
})`

/** Starts the app on a study with a new profile and reads when it painted. */
export async function measureStart(study: string, profile: string): Promise<Start> {
  const { executablePath, args, env, cwd } = launchOptions(profile, [study])
  const begun = Date.now()
  // A package opens its window to a debugger only where its main process has one too.
  const switches = ['--remote-debugging-port=0', ...(PACKAGED ? ['--inspect=0'] : [])]
  const child = spawn(executablePath, [...switches, ...args], {
    env,
    cwd,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = new Promise((resolve) => child.on('close', resolve))
  try {
    const port = await debuggingPort(child.stderr)
    const [origin, painted, filled] = await paintsOf(port)
    return {
      loading: origin - begun,
      painted: origin + painted - begun,
      filled: origin + filled - begun,
    }
  } finally {
    child.kill()
    await ended
  }
}

function debuggingPort(stderr: NodeJS.ReadableStream): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = ''
    stderr.on('data', (chunk) => {
      text += chunk
      const found = /DevTools listening on ws:\/\/[^:]+:(\d+)/.exec(text)
      if (found) resolve(Number(found[1]))
    })
    stderr.on('end', () => reject(new Error(`The app ended before its window opened: ${text}`)))
  })
}

/** Milliseconds since 1970 of the load, and milliseconds from there to the first and to the largest paint. */
async function paintsOf(port: number): Promise<[number, number, number]> {
  for (let tries = 0; tries < 200; tries++) {
    // Asked seldom, so that asking does not slow what is measured.
    await wait(200)
    const targets = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as {
      type: string
      url: string
      webSocketDebuggerUrl: string
    }[]
    const page = targets.find(({ type, url }) => type === 'page' && url.startsWith('malar://app/index'))
    const found = page && (await evaluate<[number, number, number]>(page.webSocketDebuggerUrl, PAINTS))
    if (found) return found
  }
  throw new Error('The window did not open.')
}

/** @returns the value, or null while the page is not there yet */
function evaluate<T>(address: string, expression: string): Promise<T | null> {
  const socket = new WebSocket(address)
  return new Promise<T | null>((resolve, reject) => {
    const params = { expression, awaitPromise: true, returnByValue: true }
    socket.onopen = () => socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params }))
    socket.onerror = () => reject(new Error('The page does not answer.'))
    socket.onmessage = ({ data }) => {
      const { id, result } = JSON.parse(String(data)) as { id: number; result?: { result?: { value?: T } } }
      if (id === 1) resolve(result?.result?.value ?? null)
    }
  }).finally(() => socket.close())
}
