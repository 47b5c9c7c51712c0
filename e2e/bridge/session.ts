/** Electron's sessions: each serves the pages of its own windows, from an origin of its own. */
import { EventEmitter } from 'node:events'
import { app } from './app'
import { Pages } from './pages'

class Session extends EventEmitter {
  readonly pages = new Pages()
  readonly protocol = { handle: this.pages.handle.bind(this.pages) }
  // What a page may not do is refused by Electron, and tried there.
  readonly webRequest = { onBeforeRequest: () => undefined }
  setPermissionRequestHandler(): void {}
  setPermissionCheckHandler(): void {}
  setDevicePermissionHandler(): void {}
  setSpellCheckerEnabled(): void {}
}

const sessions = new Map<string, Session>()

export const session = {
  fromPartition(name: string): Session {
    const known = sessions.get(name)
    if (known) return known
    const made = new Session()
    sessions.set(name, made)
    app.emit('session-created', made)
    return made
  },
}
