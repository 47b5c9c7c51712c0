/** The one place where messages of the window arrive: sender checked, arguments checked, errors made into sentences. */
import { ipcMain } from 'electron'
import * as v from 'valibot'
import type { MalarApi, Reply } from './contract'
import type { ErrorCode } from './domain/error-codes'
import { MalarError } from './domain/words'
import { note } from './log'
import { isOwnPage } from './security'

type Answer<K extends keyof MalarApi> = Awaited<ReturnType<MalarApi[K]>> extends Reply<infer T> ? T : never

/** One handler for each function of the contract, with the schema of its arguments. */
export type Handlers = {
  [K in keyof MalarApi]: {
    takes: v.GenericSchema<unknown, Parameters<MalarApi[K]>>
    run(...args: Parameters<MalarApi[K]>): Answer<K> | Promise<Answer<K>>
  }
}

/** Registers the handlers. A message from anything but Malar's own page is refused. */
export function handle(handlers: Handlers): void {
  for (const name of Object.keys(handlers) as (keyof MalarApi)[]) {
    ipcMain.handle(`malar:${name}`, async (event, ...args: unknown[]): Promise<Reply<unknown>> => {
      if (!isOwnPage(event.senderFrame)) return refusal('sender', 'This page may not use Malar.')
      return answer(handlers[name] as AnyHandler, args)
    })
  }
}

interface AnyHandler {
  takes: v.GenericSchema
  run(...args: unknown[]): unknown
}

/** Checks the arguments and runs a handler; never throws. */
export async function answer(handler: AnyHandler, args: unknown[]): Promise<Reply<unknown>> {
  const parsed = v.safeParse(handler.takes, args)
  if (!parsed.success) return refusal('arguments', 'Malar did not understand this request.')
  try {
    return { ok: true, value: await handler.run(...(parsed.output as unknown[])) }
  } catch (error) {
    if (error instanceof MalarError) return refusal(error.code, error.message)
    note('unexpected error', error)
    return refusal(
      'unexpected',
      `Something unexpected happened: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}

function refusal(code: ErrorCode, message: string): Reply<never> {
  return { ok: false, error: { code, message } }
}
