/** The main side of the decoder page: starts it, gives it one task at a time, and ends it when it overruns. */
import { BrowserWindow, MessageChannelMain } from 'electron'
import type { MessagePortMain } from 'electron'
import type {
  CropRequest,
  DecodeRequest,
  DecodedPhotograph,
  FromDecoder,
  ToDecoder,
} from './decoder-protocol'
import { MalarError } from './domain/words'
import { appPath } from './paths'
import { withoutMetadata } from './photographs/strip'
import { DECODER_ORIGIN, pagePreferences } from './security'

const DEADLINE_MS = 20_000

interface Waiting {
  seq: number
  resolve(answer: DecodedPhotograph | Uint8Array[]): void
  reject(error: Error): void
  timer: ReturnType<typeof setTimeout>
}

export class Decoder {
  #window: BrowserWindow | null = null
  #port: Promise<MessagePortMain> | null = null
  #waiting: Waiting | null = null
  #queue: Promise<unknown> = Promise.resolve()
  #seq = 0

  /**
   * Decodes a photograph, bakes its orientation and encodes it anew without metadata.
   * @throws MalarError `decode` when Chromium cannot read it, needs over 20 s, or its process dies
   */
  async decode(request: Omit<DecodeRequest, 'kind'>): Promise<DecodedPhotograph> {
    const decoded = (await this.#ask({ kind: 'decode', ...request })) as DecodedPhotograph
    return {
      ...decoded,
      bytes: withoutMetadata(decoded.bytes),
      thumbnail: withoutMetadata(decoded.thumbnail),
    }
  }

  /** Cuts canonical crops as JPEG. @throws MalarError `decode` as above */
  async crops(request: Omit<CropRequest, 'kind'>): Promise<Uint8Array[]> {
    const crops = (await this.#ask({ kind: 'crops', ...request })) as Uint8Array[]
    return crops.map(withoutMetadata)
  }

  /** Ends the page; the next task starts a new one. */
  close(): void {
    this.#window?.destroy()
    this.#window = null
    this.#port = null
  }

  #ask(
    task: Omit<DecodeRequest, 'seq'> | Omit<CropRequest, 'seq'>,
  ): Promise<DecodedPhotograph | Uint8Array[]> {
    const answer = this.#queue.then(async () => {
      this.#port ??= this.#start()
      const port = await this.#port
      return new Promise<DecodedPhotograph | Uint8Array[]>((resolve, reject) => {
        const seq = ++this.#seq
        const timer = setTimeout(
          () => this.#fail('It took too long to decode. Save it anew as a JPEG and import it again.'),
          DEADLINE_MS,
        )
        this.#waiting = { seq, resolve, reject, timer }
        port.postMessage({ seq, ...task } as ToDecoder)
      })
    })
    this.#queue = answer.catch(() => undefined)
    return answer
  }

  async #start(): Promise<MessagePortMain> {
    const page = new BrowserWindow({
      show: false,
      webPreferences: { ...pagePreferences('decoder'), preload: appPath('decoder-preload.cjs') },
    })
    this.#window = page
    page.webContents.on('render-process-gone', () => {
      if (this.#window === page)
        this.#fail('It could not be decoded: the decoder ended. The file may be damaged.')
    })
    await page.loadURL(`${DECODER_ORIGIN}/decoder.html`)
    const { port1, port2 } = new MessageChannelMain()
    page.webContents.postMessage('malar-decoder-port', null, [port2])
    port1.on('message', (event) => this.#receive(event.data as FromDecoder))
    port1.start()
    return port1
  }

  #receive(reply: FromDecoder): void {
    const waiting = this.#waiting
    if (!waiting || waiting.seq !== reply.seq) return
    this.#waiting = null
    clearTimeout(waiting.timer)
    if (reply.ok) waiting.resolve(reply.answer)
    else {
      waiting.reject(
        new MalarError(
          'decode',
          'Its pixels could not be decoded; the file is damaged. Save it anew as a JPEG.',
        ),
      )
    }
  }

  #fail(sentence: string): void {
    const waiting = this.#waiting
    this.#waiting = null
    this.close()
    if (!waiting) return
    clearTimeout(waiting.timer)
    waiting.reject(new MalarError('decode', sentence))
  }
}
