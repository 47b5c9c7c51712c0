/** Every key of the window: one table, from which the hints on buttons and the overlay are made. */
import { ABOUT_COMMANDS } from './commands/about'
import type { Command } from './commands/command'
import { HOME_COMMANDS } from './commands/home'
import { MODEL_COMMANDS } from './commands/model'
import { PHOTOGRAPH_COMMANDS } from './commands/photograph'
import { PHOTOGRAPHS_COMMANDS } from './commands/photographs'
import { SCALE_COMMANDS } from './commands/scale'
import { SCORE_COMMANDS } from './commands/score'

export { CONTEXTS, type Context } from './contexts'
export type { Command }

export const COMMANDS = {
  ...HOME_COMMANDS,
  ...SCORE_COMMANDS,
  ...SCALE_COMMANDS,
  ...PHOTOGRAPHS_COMMANDS,
  ...PHOTOGRAPH_COMMANDS,
  ...MODEL_COMMANDS,
  ...ABOUT_COMMANDS,
}

export type CommandId = keyof typeof COMMANDS

/** A command by name, with every optional part. */
export function command(id: CommandId): Command {
  return COMMANDS[id]
}
