/** A process that renders, computes features and runs jobs, one task at a time. */
import { join } from 'node:path'
import { loadTensorFlow } from '../../../electron/learning/tensorflow'
import { type CacheNames, SubjectCache } from './cache'
import { contenderOf } from './contenders'
import type { Kind } from './data'
import type { Job } from './plan'
import { type Result, runJob } from './run-job'
import { Maker, prepareSubject, Store } from './store'

/** Tasks by name, with what they take and what they answer. */
export interface Tasks {
  names: { take: Record<string, never>; answer: CacheNames }
  prepare: { take: { names: CacheNames; subject: number; kinds: readonly Kind[] }; answer: null }
  job: { take: { names: CacheNames; job: Job }; answer: Result[] }
}

export type TaskName = keyof Tasks

export interface Task<K extends TaskName = TaskName> {
  name: K
  take: Tasks[K]['take']
}

export type Answer = { ok: true; answer: unknown } | { ok: false; message: string }

type Handlers = { [K in TaskName]: (take: Tasks[K]['take']) => Promise<Tasks[K]['answer']> }

/**
 * Answers tasks that come as messages, until the process is ended.
 * @param assets the checkout's folder of that name
 * @param cacheFolder where prepared subjects are kept
 */
export function serve(assets: string, cacheFolder: string): void {
  const maker = new Maker(assets)
  let store: { names: string; store: Store } | undefined
  const handlers: Handlers = {
    names: () => maker.names(),
    prepare: async ({ names, subject, kinds }) => {
      await prepareSubject(new SubjectCache(cacheFolder, names), maker, subject, kinds)
      return null
    },
    job: async ({ names, job }) => {
      const wanted = JSON.stringify(names)
      if (store?.names !== wanted) {
        store = { names: wanted, store: new Store(new SubjectCache(cacheFolder, names)) }
      }
      const features = store.store
      const data = { features, training: features.crops(job.training), test: features.crops(job.test) }
      return runJob(loadTensorFlow('cpu').tf, contenderOf(job.methods[0] as string), job, data)
    },
  }
  process.on('message', ({ name, take }: Task) => {
    const work = handlers[name] as (take: unknown) => Promise<unknown>
    work(take).then(
      (answer) => process.send?.({ ok: true, answer } satisfies Answer),
      (error: unknown) =>
        process.send?.({ ok: false, message: String((error as Error)?.stack ?? error) } satisfies Answer),
    )
  })
  // Whoever gave the tasks is gone.
  process.on('disconnect', () => process.exit(0))
}

/** Where the assets lie for a program in the checkout's build/. */
export const assetsOf = (buildFolder: string): string => join(buildFolder, '..', 'assets')
