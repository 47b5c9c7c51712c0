/** What keeps pages from the network where their policy does not: each layer is tried without those above it. */
import { networkInterfaces } from 'node:os'
import { PAGE_NAMES, expect, test } from './pages'
import { askFromMain, candidates, failures, listen, tryAll } from './reaching'
import type { Listener } from './reaching'

// One layer after the other is taken off, and none is put back.
test.describe.configure({ mode: 'serial' })
test.use({ withoutPolicy: true })

let listener: Listener
test.beforeEach(async () => {
  listener = await listen()
})
test.afterEach(() => {
  listener.close()
  expect(listener.knocks()).toBe(0)
})

test('the session cancels every request', async ({ malar: { app, pages } }) => {
  for (const name of PAGE_NAMES) {
    const failed = await failures(app)
    expect({ name, ...(await tryAll(pages[name], listener.address)) }).toEqual({
      name,
      reached: [],
      violated: [],
    })
    expect(await failed()).toEqual(['net::ERR_BLOCKED_BY_CLIENT'])
  }
  expect(await askFromMain(app, listener.address)).toBe('net::ERR_BLOCKED_BY_CLIENT')
})

test('the decoder is served no photograph and no page of the window', async ({ malar: { pages } }) => {
  const seen = await pages.decoder.evaluate(
    (paths) =>
      Promise.all(
        paths.map((path) =>
          fetch(path, { mode: 'no-cors' }).then(
            ({ status }) => String(status),
            () => 'refused',
          ),
        ),
      ),
    ['/decoder.html', '/photograph/1', 'malar://app/photograph/1', 'malar://app/index.html'],
  )
  expect(seen).toEqual(['200', '404', 'refused', 'refused'])
})

test('WebRTC tells no page an address of this machine', async ({ malar: { app, pages } }) => {
  for (const name of PAGE_NAMES) expect(await candidates(pages[name])).toBe(0)
  const connected = Object.values(networkInterfaces()).some((one) => one?.some(({ internal }) => !internal))
  test.skip(!connected, 'A machine without a network has no address to tell.')
  await app.evaluate(({ webContents }) => {
    for (const contents of webContents.getAllWebContents()) contents.setWebRTCIPHandlingPolicy('default')
  })
  await pages.window.reload()
  // By Chromium's own rule there are some, so that none means something.
  expect(await candidates(pages.window)).toBeGreaterThan(0)
})

test('and where the session lets requests through, nothing has an address', async ({
  malar: { app, pages },
}) => {
  await app.evaluate(({ webContents, session }) => {
    for (const contents of webContents.getAllWebContents()) contents.session.webRequest.onBeforeRequest(null)
    session.defaultSession.webRequest.onBeforeRequest(null)
  })
  for (const name of PAGE_NAMES) {
    const failed = await failures(app)
    expect({ name, ...(await tryAll(pages[name], listener.address)) }).toEqual({
      name,
      reached: [],
      violated: [],
    })
    expect(await failed()).toContain('net::ERR_NAME_NOT_RESOLVED')
  }
  expect(await askFromMain(app, listener.address)).toBe('net::ERR_NAME_NOT_RESOLVED')
})
