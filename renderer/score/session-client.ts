import type { Client } from '../api'

/** What the session needs of the main process. */
export type SessionClient = Pick<
  Client,
  'task' | 'score' | 'suggest' | 'firstOpen' | 'reference' | 'roundReport'
>
