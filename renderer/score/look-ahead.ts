import type { ScoringTask } from '../../electron/contract'
import type { Client } from '../api'
import { MOST_AHEAD, type Pictures } from './pictures'

/** Has pictures decoded before they are wanted: the earlier visit beside the pad, and the next photograph of the round. */
export class LookAhead {
  /** Where the round's order was last looked ahead from. */
  #ahead = -1

  constructor(
    private readonly client: Pick<Client, 'task'>,
    private readonly pictures: Pictures,
  ) {}

  /** @param earlier the earlier visit is being looked at beside the pad */
  async from(task: ScoringTask, earlier: boolean): Promise<void> {
    if (task.earlier && earlier) void this.pictures.want(task.earlier.picture)
    const next = Math.max(...task.pads.map((pad) => pad.position)) + 1
    if (next >= task.total || next === this.#ahead) return
    this.#ahead = next
    try {
      const { photograph } = await this.client.task(task.round, next)
      if (photograph.width * photograph.height <= MOST_AHEAD) void this.pictures.want(photograph.picture)
    } catch {
      // Looking ahead is a courtesy; opening the pad will say what is wrong.
    }
  }
}
