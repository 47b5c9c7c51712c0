/** PyTorch in a process of its own (`reference.py`), which does as it is told, one JSON line at a time. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface, type Interface } from 'node:readline'
import type { Contestant, Opponent, Task } from './contest'

interface Answer {
  error?: string
  /** Of `about`: version and device. */
  about?: string
  /** Of `prepare`: those that it found fastest. */
  threads?: number
  /** Of `round`: milliseconds a call. */
  ms?: number
  /** Of `round` of a training: the last loss. */
  loss?: number
}

export class PyTorch implements Opponent {
  readonly #lines: AsyncIterator<string>
  #about = ''

  private constructor(
    private readonly child: ChildProcess,
    private readonly reader: Interface,
  ) {
    this.#lines = reader[Symbol.asyncIterator]()
  }

  /**
   * Starts it.
   * @param python a Python that has PyTorch
   * @param trunk the folder of the trunk's description, from which the same network is built
   * @param busy on a machine where others work, the threads of GNU's OpenMP must not spin while they wait, which
   *   makes PyTorch ten times slower; on a quiet one that is what they do best
   */
  static async open(
    python: string,
    script: string,
    device: 'cpu' | 'gpu',
    trunk: string,
    busy: boolean,
  ): Promise<PyTorch> {
    const env = { ...(busy ? { OMP_WAIT_POLICY: 'passive' } : {}), ...process.env }
    const child = spawn(python, [script, device, trunk], { env, stdio: ['pipe', 'pipe', 'inherit'] })
    child.on('error', () => undefined)
    const opened = new PyTorch(child, createInterface({ input: child.stdout as NodeJS.ReadableStream }))
    opened.#about = (await opened.#ask({ verb: 'about' })).about ?? ''
    return opened
  }

  /** Version and device, as part of a sentence. */
  get about(): string {
    return this.#about
  }

  async prepare(task: Task): Promise<Contestant> {
    const { threads = 1 } = await this.#ask({ verb: 'prepare', ...task })
    return {
      about: `PyTorch with ${threads} ${threads === 1 ? 'thread' : 'threads'}`,
      round: async (seconds) => {
        const { ms, loss } = await this.#ask({ verb: 'round', seconds })
        if (ms === undefined) throw new Error('PyTorch answered no time.')
        if (loss !== undefined && !Number.isFinite(loss)) throw new Error('PyTorch’s loss is not a number.')
        return ms
      },
      close: async () => void (await this.#ask({ verb: 'forget' })),
    }
  }

  close(): void {
    this.reader.close()
    this.child.stdin?.end()
  }

  async #ask(question: Record<string, unknown>): Promise<Answer> {
    this.child.stdin?.write(`${JSON.stringify(question)}\n`)
    const { value, done } = await this.#lines.next()
    if (done) throw new Error('PyTorch ended unexpectedly.')
    const answer = JSON.parse(value) as Answer
    if (answer.error !== undefined) throw new Error(`PyTorch: ${answer.error}`)
    return answer
  }
}
