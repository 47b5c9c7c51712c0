/** The security policy in one file: what pages may load, where they may go, what they may ask for, who may speak. */
import { app, session } from 'electron'
import type { Session, WebContents, WebFrameMain, WebPreferences } from 'electron'
import inspector from 'node:inspector'

export const SCHEME = 'malar'
export const HOST = 'app'
export const PAGE_ORIGIN = `${SCHEME}://${HOST}`
/** The decoder meets hostile bytes. Its own origin and session keep photographs and messages out of its reach. */
export const DECODER_HOST = 'decoder'
export const DECODER_ORIGIN = `${SCHEME}://${DECODER_HOST}`

/** What the pages of either origin may do, and what they may load besides their own scripts. */
const EVERY_PAGE = [
  "default-src 'none'",
  "script-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "webrtc 'block'",
  "require-trusted-types-for 'script'",
]

export const CONTENT_SECURITY_POLICY = [
  ...EVERY_PAGE,
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  'trusted-types svelte-trusted-html',
].join('; ')

export const DECODER_SECURITY_POLICY = [...EVERY_PAGE, "trusted-types 'none'"].join('; ')

/** In memory only: no face is written into Chromium's profile. */
const PARTITIONS = { window: 'malar-window', decoder: 'malar-decoder' }

/** What a page of Malar is made with. */
export function pagePreferences(page: keyof typeof PARTITIONS): WebPreferences {
  return {
    partition: PARTITIONS[page],
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
    devTools: !app.isPackaged,
    spellcheck: false,
    backgroundThrottling: false,
    // A middle click is no wish for another window.
    disableBlinkFeatures: 'Auxclick',
  }
}

/** The session of the window: it loads the page and the pictures of the open study. */
export function windowSession(): Session {
  return ownSession('window', PAGE_ORIGIN)
}

/** The session of the decoder: it loads its page, and nothing else. */
export function decoderSession(): Session {
  return ownSession('decoder', DECODER_ORIGIN)
}

function ownSession(page: keyof typeof PARTITIONS, origin: string): Session {
  const own = session.fromPartition(PARTITIONS[page], { cache: false })
  openTo(own, origin)
  return own
}

/** Whether a message comes from the window's own page, and from no page within it. */
export function isOwnPage(frame: WebFrameMain | null): boolean {
  return frame !== null && frame.parent === null && frame.url.startsWith(`${PAGE_ORIGIN}/`)
}

/** Switches of Chromium that hand the window to another program, or undo what this file says. */
const REFUSED_SWITCHES = [
  'remote-debugging-port',
  'remote-debugging-pipe',
  'disable-web-security',
  'disable-site-isolation-trials',
  'load-extension',
  'renderer-cmd-prefix',
  'utility-cmd-prefix',
  'gpu-launcher',
  'browser-subprocess-path',
]

/**
 * Why this start must not go on; null where it may. Only the package for tests can have its inspector open,
 * since a fuse keeps it shut in every other, and whoever has that may have the rest.
 */
export function refusalToStart(): string | null {
  if (!app.isPackaged || inspector.url() !== undefined) return null
  const refused = REFUSED_SWITCHES.find((name) => app.commandLine.hasSwitch(name))
  return refused === undefined
    ? null
    : `Malar does not start with --${refused}, which would undo how its window is guarded. Start it without.`
}

/** Call once, before the app is ready: whatever session or page comes to be afterwards is closed. */
export function harden(): void {
  // As root there is no sandbox of the system, and Electron 22 would wait for it for ever.
  if (process.getuid?.() !== 0) app.enableSandbox()
  app.commandLine.appendSwitch('disable-background-networking')
  app.commandLine.appendSwitch('disable-component-update')
  app.commandLine.appendSwitch('disable-domain-reliability')
  app.commandLine.appendSwitch('no-pings')
  // No name has an address, nor has an address: also for what no session watches.
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND')
  app.on('session-created', (created) => closeSession(created))
  app.on('web-contents-created', (_event, contents) => closeContents(contents))
}

/** Denies every permission, every download and every request. */
function closeSession(target: Session): void {
  target.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  target.setPermissionCheckHandler(() => false)
  target.setDevicePermissionHandler(() => false)
  target.setSpellCheckerEnabled(false)
  target.on('will-download', (event) => event.preventDefault())
  openTo(target, null)
}

/** Requests to this origin may be made, and no other. */
function openTo(target: Session, origin: string | null): void {
  target.webRequest.onBeforeRequest(({ url }, answer) => {
    const own = origin !== null && url.startsWith(`${origin}/`)
    // The developer tools are pages too; a package has none.
    answer({ cancel: !own && (app.isPackaged || !url.startsWith('devtools://')) })
  })
}

/** No page of Malar opens windows, navigates away, embeds pages or speaks WebRTC. */
function closeContents(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.on('will-navigate', (event) => event.preventDefault())
  // Newer than the oldest Electron that runs this, where no page has frames either.
  contents.on('will-frame-navigate', (event) => event.preventDefault())
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.on('select-bluetooth-device', (event, _devices, choose) => {
    event.preventDefault()
    choose('')
  })
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
}
