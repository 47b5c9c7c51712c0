/** Electron's `ipcMain`, as far as the app uses it. */

type Handler = (event: unknown, ...args: unknown[]) => unknown

export const ipcMain = {
  /** Electron keeps its handlers under this name too, where a journey listens in. */
  _invokeHandlers: new Map<string, Handler>(),

  handle(channel: string, handler: Handler): void {
    this._invokeHandlers.set(channel, handler)
  },

  /** What a page gets that asks. @throws Error when nobody answers there */
  async invoked(channel: string, event: object, args: readonly unknown[]): Promise<unknown> {
    const handler = this._invokeHandlers.get(channel)
    if (!handler) throw new Error(`No handler registered for '${channel}'`)
    return handler(event, ...args)
  },
}
