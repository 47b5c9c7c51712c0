import { API_NAMES, type MalarApi, type MalarBridge, type Reply } from '../electron/contract'
import { MalarError } from '../electron/domain/words'

type ValueOf<R> = R extends Promise<Reply<infer V>> ? V : never

/** The main process as the window sees it: every call answers with its value or throws a `MalarError`. */
export type Client = {
  [K in keyof MalarApi]: (...args: Parameters<MalarApi[K]>) => Promise<ValueOf<ReturnType<MalarApi[K]>>>
}

/** Wraps the bridge of the preload. Arguments are copied, because reactive proxies do not cross into it. */
export function clientOf(bridge: MalarApi): Client {
  const calls = API_NAMES.map((name) => {
    const call = bridge[name] as (...args: unknown[]) => Promise<Reply<unknown>>
    return [name, async (...args: unknown[]) => unwrap(await call(...args.map(plain)))]
  })
  return Object.fromEntries(calls) as Client
}

/** The value of a reply. @throws MalarError with the main process's code and sentence */
export function unwrap<T>(reply: Reply<T>): T {
  if (reply.ok) return reply.value
  throw new MalarError(reply.error.code, reply.error.message)
}

/** The sentence of anything that was thrown. */
export function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value))
}

declare global {
  interface Window {
    malar: MalarBridge
  }
}
