/** The security policy in one file: what pages may load, where they may go, what they may ask for. */
import { app, session } from 'electron'
import type { Session, WebContents, WebPreferences } from 'electron'

export const SCHEME = 'malar'
export const HOST = 'app'
export const PAGE_ORIGIN = `${SCHEME}://${HOST}`

/** Faces live in memory only: nothing of a session is written into Chromium's profile. */
const PARTITION = 'malar-in-memory'

export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "webrtc 'block'",
  "require-trusted-types-for 'script'",
  'trusted-types svelte-trusted-html',
].join('; ')

/** What every window of Malar is made with. */
export function windowPreferences(): WebPreferences {
  return {
    partition: PARTITION,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
    spellcheck: false,
    backgroundThrottling: false,
  }
}

/** The session of all windows. */
export function malarSession(): Session {
  return session.fromPartition(PARTITION, { cache: false })
}

/** Switches that must be set before the app is ready. */
export function hardenBeforeReady(): void {
  app.commandLine.appendSwitch('disable-background-networking')
  app.commandLine.appendSwitch('disable-component-update')
  app.commandLine.appendSwitch('disable-domain-reliability')
  app.commandLine.appendSwitch('no-pings')
}

/** Denies every permission and every request that is not the app's own; call once, when the app is ready. */
export function hardenSession(target: Session): void {
  target.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  target.setPermissionCheckHandler(() => false)
  target.setDevicePermissionHandler(() => false)
  target.webRequest.onBeforeRequest((details, answer) => {
    const own =
      details.url.startsWith(`${SCHEME}:`) ||
      details.url.startsWith('blob:') ||
      details.url.startsWith('devtools:')
    answer({ cancel: !own })
  })
}

/** No page of Malar opens windows, navigates away, embeds pages or speaks WebRTC. */
export function hardenContents(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.on('will-navigate', (event) => event.preventDefault())
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
}
