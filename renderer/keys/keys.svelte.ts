import { canBePressed, chord, shownChord, takesText, type KeyLike } from './chord'
import { COMMANDS, CONTEXTS, command, type CommandId, type Context } from './commands'
import { actTogether, inForce, named, staysAsItIs, type Chosen, type Table } from './mapping'

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
  rows: { id: CommandId; keys: string; words: string; note: string }[]
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

  #recorder: ((event: KeyLike) => void) | null = null
  readonly #inForce = $derived.by(() => inForce(COMMANDS, this.chosen()))

  /** @param chosen keys that the person gave to commands */
  constructor(private readonly chosen: () => Chosen = () => ({})) {
    refuseConflicts(COMMANDS)
  }

  /** The keys that a command has now; none when a person gave all of them to another. */
  of(id: CommandId): readonly string[] {
    return this.#inForce.keys[id] ?? []
  }

  /** The key cap of a command; empty when it has no key. */
  hint(id: CommandId): string {
    const [first = ''] = this.of(id)
    const asItWas = first === command(id).keys[0] || staysAsItIs(command(id))
    return shownChord((asItWas && first && command(id).shown) || first)
  }

  /** Says who has the key of a command that lost it; empty when it has its own. */
  note(id: CommandId): string {
    const other = this.#inForce.lost[id]
    return other ? `Its key was given to ${named(COMMANDS, other)}.` : ''
  }

  /** Hands every key to the listener instead of acting on it. @returns a function that ends it */
  record(listener: (event: KeyLike) => void): () => void {
    this.#recorder = listener
    return () => {
      if (this.#recorder === listener) this.#recorder = null
    }
  }

  /** Does what the key of a command does, for the menu. Nothing happens where that key would do nothing. */
  run(id: CommandId): void {
    if (this.resting) return
    const act = [...this.#layers].reverse().find(({ handlers }) => handlers[id])?.handlers[id]
    act?.(this.of(id)[0] ?? '')
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
    if (this.#recorder) {
      event.preventDefault()
      this.#recorder(event)
      return true
    }
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
    const all = this.everySection
    return [...all.filter((section) => section.here), ...all.filter((section) => !section.here)]
  }

  /** All sections in the table's order. */
  get everySection(): KeySection[] {
    const here = this.#layers.map((layer) => layer.context)
    return (Object.keys(CONTEXTS) as Context[]).map((context) => ({
      context,
      title: CONTEXTS[context].title,
      here: here.includes(context) || here.includes(CONTEXTS[context].of ?? context),
      rows: (Object.keys(COMMANDS) as CommandId[])
        .filter((id) => command(id).context === context)
        .map((id) => ({ id, keys: this.hint(id), words: command(id).words, note: this.note(id) })),
    }))
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
        if (act && this.of(id).includes(name) && (!inText || command(id).inText)) return { id, act }
      }
      alone ||= CONTEXTS[layer.context].alone === true
    }
    return null
  }
}

/** @throws Error when two commands that can act at the same time want the same key */
export function refuseConflicts(commands: Table): void {
  const list = Object.entries(commands)
  list.forEach(([a, one], i) => {
    for (const [b, other] of list.slice(i + 1)) {
      const shared = actTogether(one, other) && one.keys.find((key) => other.keys.includes(key))
      if (shared) throw new Error(`${shared} is wanted by ${a} and by ${b}.`)
    }
  })
}
