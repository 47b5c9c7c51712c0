/** Electron's `MessageChannelMain`: one end stays here, the other is handed to a page. */
import { EventEmitter } from 'node:events'

export class Port extends EventEmitter {
  #other: Port | undefined
  /** Where what arrives goes on to, once this end was handed to a page. */
  #away: ((data: unknown) => void) | undefined

  join(other: Port): void {
    this.#other = other
  }

  postMessage(data: unknown): void {
    this.#other?.take(data)
  }

  /** Messages are told as they come. */
  start(): void {}

  leadTo(page: (data: unknown) => void): void {
    this.#away = page
  }

  /** Something was put into the other end. */
  take(data: unknown): void {
    if (this.#away) this.#away(data)
    else this.emit('message', { data })
  }
}

export class MessageChannelMain {
  readonly port1 = new Port()
  readonly port2 = new Port()

  constructor() {
    this.port1.join(this.port2)
    this.port2.join(this.port1)
  }
}
