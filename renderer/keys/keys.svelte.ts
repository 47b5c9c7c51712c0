import { canBePressed, chord, shownChord, takesText, type KeyLike } from './chord'
import { COMMANDS, CONTEXTS, command, type Command, type CommandId, type Context } from './commands'

export type Handlers = Partial<Record<CommandId, (chord: string) => void>>

interface Layer {
  context: Context
  handlers: Handlers
}

export interface KeySection {
  context: Context
  title: string
  /** Whether its keys act on the screen that is in sight. */
  here: boolean
  rows: { id: CommandId; keys: string; words: string }[]
}

/** Which keys act now. Screens lay their contexts on top of each other and take them away again. */
export class Keys {
  // Not reactive: an effect's clean-up would see the layers as they were before the change that ends it.
  #layers: Layer[] = []
  #changes = 0
  #changed = $state(0)
  #walking = false
  /** True while a dialog is open: no command acts. */
  resting = $state(false)

  constructor() {
    refuseConflicts(COMMANDS)
  }

  /** Lets a context's keys act. @returns a function that ends it */
  use(context: Context, handlers: Handlers): () => void {
    const strange = Object.keys(handlers).find((id) => command(id as CommandId).context !== context)
    if (strange) throw new Error(`The key of ${strange} does not belong to ${context}.`)
    const layer = { context, handlers }
    this.#put([...this.#layers, layer])
    return () => {
      this.#put(this.#layers.filter((other) => other !== layer))
    }
  }

  /** Acts on a pressed key. @returns whether a command took it */
  handle(event: KeyLike): boolean {
    if (event.key === 'Tab') this.#walking = true
    if (this.resting) return false
    const name = chord(event)
    // Who walked to a button by Tab presses that button with Enter or Space, not the command.
    if (this.#walking && (name === 'Enter' || name === 'Space') && canBePressed(event.target)) return false
    const found = this.#find(name, takesText(event.target))
    if (!found) return false
    event.preventDefault()
    if (event.repeat && !command(found.id).repeats) return true
    this.#walking = false
    found.act(name)
    return true
  }

  /** The mouse was used: focus is no longer where the person walked by keys. */
  pointed(): void {
    this.#walking = false
  }

  /** The sections of the overlay: what acts here first. */
  get sections(): KeySection[] {
    void this.#changed
    const here = this.#layers.map((layer) => layer.context)
    const all = (Object.keys(CONTEXTS) as Context[]).map((context) => ({
      context,
      title: CONTEXTS[context].title,
      here: here.includes(context) || here.includes(CONTEXTS[context].of ?? context),
      rows: (Object.keys(COMMANDS) as CommandId[])
        .filter((id) => command(id).context === context)
        .map((id) => ({ id, keys: hint(id), words: command(id).words })),
    }))
    return [...all.filter((section) => section.here), ...all.filter((section) => !section.here)]
  }

  #put(layers: Layer[]): void {
    this.#layers = layers
    this.#changed = ++this.#changes
  }

  #find(name: string, inText: boolean): { id: CommandId; act: (chord: string) => void } | null {
    let alone = false
    for (const layer of [...this.#layers].reverse()) {
      if (alone && layer.context !== 'everywhere') continue
      for (const id of Object.keys(layer.handlers) as CommandId[]) {
        const act = layer.handlers[id]
        if (act && command(id).keys.includes(name) && (!inText || command(id).inText)) return { id, act }
      }
      alone ||= CONTEXTS[layer.context].alone === true
    }
    return null
  }
}

/** The key cap of a command. */
export function hint(id: CommandId): string {
  return shownChord(command(id).shown ?? command(id).keys[0] ?? '')
}

/** @throws Error when two commands that can act at the same time want the same key */
export function refuseConflicts(commands: Record<string, Command>): void {
  const list = Object.entries(commands)
  list.forEach(([a, one], i) => {
    for (const [b, other] of list.slice(i + 1)) {
      const together =
        one.context === other.context ||
        one.context === 'everywhere' ||
        other.context === 'everywhere' ||
        CONTEXTS[one.context].with.includes(other.context)
      const shared = together && one.keys.find((key) => other.keys.includes(key))
      if (shared) throw new Error(`${shared} is wanted by ${a} and by ${b}.`)
    }
  })
}
