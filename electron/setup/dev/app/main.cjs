/**
 * What `npm run dev` starts in place of the built main process: the same main process, whose window is served by
 * Vite and takes changes while it is open. It wraps the one handler of `malar://`, so every page keeps the headers,
 * and with them the security policy, of the real app. It lies outside of all that is built, and so of every release.
 */
/* eslint-disable @typescript-eslint/no-require-imports -- Electron 22 loads CommonJS only. */
const { app, BrowserWindow } = require('electron')
const http = require('node:http')
const path = require('node:path')

const root = path.join(__dirname, '..', '..', '..', '..')
const manifest = require(path.join(root, 'package.json'))
/** Where Vite answers, e.g. `http://127.0.0.1:5173`; see server.mjs. */
const server = String(process.env.MALAR_DEV_SERVER)
/** The screen to show again, once the window is there; null where it stands as it should. */
let screen = process.env.MALAR_DEV_SCREEN || null

app.setVersion(manifest.version)
app.setAppPath(root)
app.on('session-created', ({ protocol }) => {
  wrap(protocol, 'handle', (answer) => async (request) => {
    const page = await pageOf(request.url)
    const real = await answer(page ? { url: page.policyOf } : request)
    if (!page) return real
    real.headers.set('Content-Type', page.type)
    return new Response(page.body, { status: page.status, headers: real.headers })
  })
  wrap(protocol, 'registerBufferProtocol', (answer) => async (request, respond) => {
    const page = await pageOf(request.url)
    if (!page) return answer(request, respond)
    answer({ url: page.policyOf }, ({ headers }) =>
      respond({
        statusCode: page.status,
        mimeType: page.type,
        headers: { ...headers, 'Content-Type': page.type },
        data: page.body,
      }),
    )
  })
})
app.on('browser-window-created', (_event, window) => {
  window.webContents.on('did-finish-load', () => void showScreen(window))
})
listen()
require(path.join(root, 'build', 'main.cjs'))

/** Puts `around(handler)` in the place of the handler that will be registered. */
function wrap(protocol, name, around) {
  const register = protocol[name]
  if (typeof register !== 'function') return
  protocol[name] = (scheme, handler) => register.call(protocol, scheme, around(handler))
}

/** What Vite makes of a file of the window; null for pictures, and for the decoder, which the main process has. */
async function pageOf(url) {
  const { host, pathname, search } = new URL(url)
  if (host !== 'app' || /^\/\w+\/\d+(\/\d+)?$/.test(pathname)) return null
  const { status, headers, body } = await fetchFromVite(pathname + search)
  const type = String(headers['content-type'] ?? 'application/octet-stream')
  return { status, type, body, policyOf: 'malar://app/index.html' }
}

/** @returns {Promise<{ status: number, headers: http.IncomingHttpHeaders, body: Buffer }>} */
function fetchFromVite(place) {
  return new Promise((resolve, reject) => {
    const request = http.get(server + place, { headers: { Accept: '*/*' } }, (response) => {
      const parts = []
      response.on('data', (part) => parts.push(part))
      response.on('error', reject)
      response.on('end', () =>
        resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) }),
      )
    })
    request.on('error', reject)
  })
}

/** Hears what changes, a JSON object on each line, as long as the server runs; without it there is nothing to show. */
function listen() {
  const request = http.get(`${server}/@malar/changes`, (response) => {
    let rest = ''
    response.setEncoding('utf8').on('data', (text) => {
      const lines = (rest + text).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) void take(JSON.parse(line)).catch((error) => console.error(error))
    })
    response.on('close', () => app.quit())
  })
  request.on('error', () => app.quit())
}

async function take(change) {
  const window = BrowserWindow.getAllWindows().find(isStudyWindow)
  if (change.type === 'leave') return leave(window)
  if (!window) return
  const taken = await inPage(window, `malarTakes(${JSON.stringify(change)})`)
  if (taken) return
  screen ??= await screenOf(window)
  window.webContents.reload()
}

/** Tells where the window stands, then ends; the next app goes on there. */
async function leave(window) {
  const study = window ? await inPage(window, 'malar.study()') : null
  const place = new URLSearchParams({
    study: study?.value?.path ?? '',
    screen: screen ?? (window && (await screenOf(window))) ?? '',
  })
  await fetchFromVite(`/@malar/left?${place}`)
  app.quit()
}

/** Not the hidden one that decodes photographs. */
function isStudyWindow(window) {
  return window.webContents.getURL().endsWith('/index.html')
}

function screenOf(window) {
  return inPage(window, 'document.querySelector("main")?.ariaLabel')
}

/** Shows the screen that was shown before. */
async function showScreen(window) {
  if (!screen || !isStudyWindow(window)) return
  // Before its first screen the window would go on to the one with which a study opens.
  await inPage(
    window,
    `new Promise((shown) => {
      const look = () => (document.querySelector('main > *') ? shown() : setTimeout(look, 20))
      look()
    })`,
  )
  const command = screen === 'settings' ? 'settings.show' : `go.${screen}`
  screen = null
  window.webContents.send('malar:event', { type: 'command', command })
}

function inPage(window, code) {
  return window.webContents.executeJavaScript(code)
}
