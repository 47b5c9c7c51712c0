/** Everything that crosses to the window, recorded where it leaves the main process: what the window then does with it does not matter. */
import type { ElectronApplication, Page } from '@playwright/test'

export interface Crossed {
  /** The function that was answered, or `event`. */
  name: string
  /** What was told, as JSON. */
  told: string
}

interface Recording {
  malarCrossed: Crossed[]
}

type Invoked = (event: unknown, ...args: unknown[]) => Promise<unknown>

/** Records from now on. @returns a function that answers with what has crossed since it was asked last */
export async function eavesdrop(app: ElectronApplication): Promise<() => Promise<Crossed[]>> {
  await app.evaluate(({ ipcMain, webContents }) => {
    const record = globalThis as unknown as Recording
    record.malarCrossed = []
    const keep = (name: string, told: unknown): void =>
      void record.malarCrossed.push({ name, told: JSON.stringify(told) })
    // Electron keeps its handlers there; the public way would be to register them all anew.
    const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, Invoked> })._invokeHandlers
    for (const [channel, handler] of [...handlers]) {
      handlers.set(channel, async (event, ...args) => {
        // Newer Electron answers by the event, older by the value.
        const answer = event as { _reply?: (value: unknown) => void }
        const reply = answer._reply
        if (reply) {
          answer._reply = (value) => {
            keep(channel, value)
            reply.call(event, value)
          }
        }
        const value = await handler(event, ...args)
        if (!reply) keep(channel, value)
        return value
      })
    }
    for (const contents of webContents.getAllWebContents()) {
      const send = contents.send.bind(contents)
      contents.send = (channel, ...args) => {
        keep('event', args)
        send(channel, ...args)
      }
    }
  })
  return () =>
    app.evaluate(() => (globalThis as unknown as Recording).malarCrossed.splice(0)) as Promise<Crossed[]>
}

/** Addresses that the page asks for from now on, those beside its own relative to it. */
export function addresses(page: Page): string[] {
  const asked: string[] = []
  page.on('request', (request) => {
    const url = request.url()
    const own = page.url().replace(/[^/]*$/, '')
    asked.push(url.startsWith(own) ? url.slice(own.length) : url)
  })
  return asked
}

/** Names of all keys within a JSON value, however deep. */
export function keysOf(value: unknown): Set<string> {
  const found = new Set<string>()
  const walk = (inner: unknown): void => {
    if (typeof inner !== 'object' || inner === null) return
    for (const [key, within] of Object.entries(inner)) {
      if (!Array.isArray(inner)) found.add(key)
      walk(within)
    }
  }
  walk(value)
  return found
}
