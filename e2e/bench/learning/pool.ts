/** Worker processes that share a list of tasks. */
import { type ChildProcess, fork } from 'node:child_process'
import type { Answer, TaskName, Tasks } from './worker'

/**
 * One thread for each: two workers that compete for the same processors are slower, and sums come out the same in
 * every run only when one thread adds them up.
 */
const ONE_THREAD = { OMP_NUM_THREADS: '1', TF_NUM_INTRAOP_THREADS: '1', TF_NUM_INTEROP_THREADS: '1' }

export class Pool {
  readonly #workers: ChildProcess[]

  /** @param program is started with `--worker` */
  constructor(program: string, count: number) {
    this.#workers = Array.from({ length: count }, () =>
      fork(program, ['--worker'], { env: { ...process.env, ...ONE_THREAD } }),
    )
  }

  /**
   * Does tasks of one kind, each worker the next one as soon as it is free.
   * @param onDone in the order in which they are done
   * @param onFailed is told of a task that failed; without it the run ends there
   * @throws Error of the first task that fails, or when a worker ends
   */
  async run<K extends TaskName>(
    name: K,
    takes: readonly Tasks[K]['take'][],
    onDone: (answer: Tasks[K]['answer'], take: Tasks[K]['take']) => void = () => undefined,
    onFailed?: (message: string, take: Tasks[K]['take']) => void,
  ): Promise<void> {
    const left = [...takes]
    const work = async (worker: ChildProcess): Promise<void> => {
      for (let take = left.shift(); take !== undefined; take = left.shift()) {
        const answer = await ask(worker, { name, take })
        if (answer.ok) onDone(answer.answer as Tasks[K]['answer'], take)
        else if (onFailed) onFailed(answer.message, take)
        else throw new Error(answer.message)
      }
    }
    await Promise.all(this.#workers.map(work))
  }

  close(): void {
    for (const worker of this.#workers) worker.disconnect()
  }
}

function ask(worker: ChildProcess, task: object): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void =>
      reject(new Error(`A worker ended with status ${code}; it may have been out of memory.`))
    worker.once('exit', ended)
    worker.once('message', (message) => {
      worker.off('exit', ended)
      resolve(message as Answer)
    })
    worker.send(task)
  })
}
