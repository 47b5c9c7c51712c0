/** Every way by which a page can ask a server for something, and a server that counts whoever knocks. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ElectronApplication, Page } from '@playwright/test'

/** A server of this machine, whatever it is asked. */
export interface Listener {
  address: string
  knocks(): number
  close(): void
}

export async function listen(): Promise<Listener> {
  let knocks = 0
  const server = createServer((_request, response) => response.end())
  server.on('connection', () => knocks++)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { address: `http://127.0.0.1:${port}/`, knocks: () => knocks, close: () => server.close() }
}

export interface Tried {
  /** Ways by which something came. */
  reached: string[]
  /** Directives of the policy that forbade something. */
  violated: string[]
}

/** Tries every way at once. @param address of a server, with a slash at its end */
export function tryAll(page: Page, address: string): Promise<Tried> {
  return page.evaluate(async (base) => {
    const violated = new Set<string>()
    document.addEventListener('securitypolicyviolation', (event) => violated.add(event.effectiveDirective))

    function element(tag: string, attributes: Record<string, string>): Promise<void> {
      return new Promise((settle, fail) => {
        const made = document.createElement(tag)
        made.onload = () => settle()
        made.onerror = fail
        for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
        document.body.append(made)
      })
    }
    const opened = (made: WebSocket | EventSource): Promise<void> =>
      new Promise((settle, fail) => {
        made.onopen = () => settle()
        made.onerror = fail
      })

    const ways: Record<string, () => Promise<unknown>> = {
      fetch: () => fetch(`${base}fetch`, { mode: 'no-cors' }),
      socket: () => opened(new WebSocket(`${base.replace('http', 'ws')}socket`)),
      events: () => opened(new EventSource(`${base}events`)),
      image: () => element('img', { src: `${base}image` }),
      style: () => element('link', { rel: 'stylesheet', href: `${base}style` }),
      script: () => element('script', { src: `${base}script` }),
      video: () => element('video', { src: `${base}video` }),
      prefetch: () => element('link', { rel: 'prefetch', href: `${base}prefetch` }),
      preconnect: () => element('link', { rel: 'preconnect', href: base }),
      font: () => new FontFace('far', `url(${base}font)`).load(),
      file: () => fetch('file:///etc/passwd'),
    }
    // A frame says that it is loaded even where it is not, and a beacon says nothing: their server knows.
    void element('iframe', { src: `${base}frame` })
    navigator.sendBeacon(`${base}beacon`)
    const reached: string[] = []
    async function attempt(name: string, way: () => Promise<unknown>): Promise<void> {
      try {
        await way()
        reached.push(name)
      } catch {
        // as it has to be
      }
    }
    const all = Promise.all(Object.entries(ways).map(([name, way]) => attempt(name, way)))
    await Promise.race([all, new Promise((settle) => setTimeout(settle, 2_000))])
    return { reached, violated: [...violated].sort() }
  }, address)
}

/** Records why requests of the network fail from now on. @returns what tells them */
export async function failures(app: ElectronApplication): Promise<() => Promise<string[]>> {
  await app.evaluate(({ webContents }) => {
    const record = globalThis as unknown as { failed: Set<string> }
    record.failed = new Set()
    for (const { session } of webContents.getAllWebContents()) {
      session.webRequest.onErrorOccurred(({ url, error }) => {
        if (/^(http|ws)/.test(url)) record.failed.add(error)
      })
    }
  })
  return () => app.evaluate(() => [...(globalThis as unknown as { failed: Set<string> }).failed])
}

/** Asks a server from the main process. @returns the error's words, or `reached` */
export function askFromMain(app: ElectronApplication, address: string): Promise<string> {
  return app.evaluate(
    ({ net }, url) =>
      new Promise<string>((settle) => {
        const request = net.request(url)
        request.on('response', () => settle('reached'))
        request.on('error', ({ message }) => settle(message))
        request.end()
      }),
    address,
  )
}

/** Counts the addresses of this machine that another browser would be offered. */
export function candidates(page: Page): Promise<number> {
  return page.evaluate(async () => {
    let count = 0
    try {
      const connection = new RTCPeerConnection({ iceServers: [{ urls: 'stun:127.0.0.1:9' }] })
      connection.onicecandidate = ({ candidate }) => void (candidate?.candidate && count++)
      connection.createDataChannel('any')
      await connection.setLocalDescription(await connection.createOffer())
      await new Promise((done) => setTimeout(done, 1_000))
      connection.close()
    } catch {
      // Newer Chromium refuses the connection itself.
    }
    return count
  })
}
