/** Pages of a scheme that Chromium does not know, over HTTP: on the loopback only, and only for who knows the token. */
import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

type Handler = (request: { url: string }) => Response | Promise<Response>

export class Pages {
  readonly #token = randomBytes(16).toString('hex')
  readonly #handlers = new Map<string, Handler>()
  readonly #server = createServer((request, response) => void this.#answer(request, response))
  #listening: Promise<void> | undefined
  #root = ''

  handle(scheme: string, handler: Handler): void {
    this.#handlers.set(scheme, handler)
  }

  /** `scheme://host/path` as Chromium can load it. */
  async addressOf(url: string): Promise<string> {
    await this.#started()
    const { protocol, host, pathname, search } = new URL(url)
    return `${this.#root}/${protocol.slice(0, -1)}/${host}${pathname}${search}`
  }

  /** The URL of a page that Chromium shows; what is not one of ours stays as it is. */
  urlOf(address: string): string {
    if (this.#root === '' || !address.startsWith(`${this.#root}/`)) return address
    return address.slice(this.#root.length + 1).replace('/', '://')
  }

  close(): void {
    this.#server.close()
  }

  #started(): Promise<void> {
    this.#listening ??= new Promise((resolve) =>
      this.#server.listen(0, '127.0.0.1', () => {
        const { port } = this.#server.address() as AddressInfo
        this.#root = `http://127.0.0.1:${port}/${this.#token}`
        resolve()
      }),
    )
    return this.#listening
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url === '/favicon.ico') {
      // A browser asks for it by itself.
      response.writeHead(204).end()
      return
    }
    const url = this.urlOf(`http://${request.headers.host}${request.url}`)
    const handler = this.#handlers.get(url.split(':')[0] as string)
    if (!handler || request.method !== 'GET') {
      response.writeHead(404).end()
      return
    }
    const answer = await handler({ url })
    response.writeHead(answer.status, Object.fromEntries(answer.headers))
    response.end(Buffer.from(await answer.arrayBuffer()))
  }
}
