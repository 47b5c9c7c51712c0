/**
 * The module `electron` as preloads find it in a page of Chromium. It runs in the page's own world, before any script
 * of the page; there is no second world as Electron has it.
 */
import { decode, encode } from './codec'
import type { FromPage, ToPage } from './messages'

type Listener = (event: { ports: readonly MessagePort[] }, ...args: unknown[]) => void

/** @param name of the function through which messages leave; the one through which they come takes its place */
export function electronOf(name: string) {
  const scope = globalThis as unknown as Record<string, (text: string) => void>
  const leave = scope[name] as (text: string) => void
  const post = (message: FromPage): void => leave(encode(message))
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  const listeners = new Map<string, Set<Listener>>()
  const ports = new Map<number, MessagePort>()
  let asked = 0

  /** The page's end of a port; what is put into the other end leaves. */
  const portOf = (port: number): MessagePort => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = ({ data }) => post({ kind: 'port', port, data })
    ports.set(port, port1)
    return port2
  }

  const receive = (text: string): void => {
    const message = decode(text) as ToPage
    if (message.kind === 'port') ports.get(message.port)?.postMessage(message.data)
    else if (message.kind === 'message') {
      const event = { ports: message.ports.map(portOf) }
      for (const listener of listeners.get(message.channel) ?? []) listener(event, ...message.args)
    } else {
      const call = waiting.get(message.seq)
      waiting.delete(message.seq)
      if (message.kind === 'answer') call?.resolve(message.value)
      else call?.reject(new Error(message.message))
    }
  }
  Object.defineProperty(scope, name, { value: receive, configurable: true, enumerable: false })

  return {
    contextBridge: {
      exposeInMainWorld: (key: string, api: unknown) =>
        Object.defineProperty(globalThis, key, { value: Object.freeze(api), enumerable: true }),
    },
    ipcRenderer: {
      invoke: (channel: string, ...args: unknown[]) =>
        new Promise((resolve, reject) => {
          const seq = ++asked
          waiting.set(seq, { resolve, reject })
          post({ kind: 'invoke', seq, channel, args })
        }),
      on(channel: string, listener: Listener) {
        listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener))
      },
      removeListener: (channel: string, listener: Listener) => listeners.get(channel)?.delete(listener),
    },
    webUtils: {
      /** A browser tells no page where a file lies. */
      getPathForFile: () => '',
    },
  }
}
