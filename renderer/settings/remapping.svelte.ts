import { chord, type KeyLike } from '../keys/chord'
import { COMMANDS, type CommandId } from '../keys/commands'
import type { Keys } from '../keys/keys.svelte'
import { giveKey, resetKey, type Remapped } from '../keys/mapping'
import { isModifier } from '../keys/reserved'
import type { Preferences } from './preferences.svelte'

/** Gives keys to commands: one command waits for its key, and says why when it may not have it. */
export class Remapping {
  /** The command that waits for a key. */
  waiting = $state<CommandId | null>(null)
  /** Why the last key was refused, and to which command. */
  refused = $state.raw<{ id: CommandId; words: string } | null>(null)
  #stop: () => void = () => {}

  constructor(
    private readonly keys: Pick<Keys, 'record'>,
    private readonly preferences: Pick<Preferences, 'values' | 'change'>,
  ) {}

  /** The next key that is pressed is the command's. */
  begin(id: CommandId): void {
    this.end()
    this.refused = null
    this.waiting = id
    this.#stop = this.keys.record((event) => this.#press(event))
  }

  /** Everything stays as it is. */
  end(): void {
    this.#stop()
    this.waiting = null
  }

  reset(id: CommandId): void {
    this.end()
    this.#take(id, resetKey(COMMANDS, this.preferences.values.keys, id))
  }

  /** Every command has its own keys again. */
  resetAll(): void {
    this.end()
    this.refused = null
    this.preferences.change({ keys: {} })
  }

  #press(event: KeyLike): void {
    const id = this.waiting
    if (!id || event.repeat || isModifier(event.key)) return
    const key = chord(event)
    if (key === 'Escape') this.end()
    else this.#take(id, giveKey(COMMANDS, this.preferences.values.keys, id, key))
  }

  #take(id: CommandId, remapped: Remapped): void {
    if ('refused' in remapped) {
      this.refused = { id, words: remapped.refused }
      return
    }
    this.end()
    this.refused = null
    this.preferences.change({ keys: { ...remapped.chosen } })
  }
}
