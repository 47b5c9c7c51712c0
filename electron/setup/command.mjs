/** What the commands have in common: how they end. */
import { SetupError } from './messages.mjs'

/**
 * Runs a command and ends the process with its status. What went wrong is told in plain words; only a fault
 * of the set-up itself shows a stack trace.
 * @param {() => Promise<number>} work gives the exit status
 * @returns {Promise<never>}
 */
export async function runCommand(work) {
  try {
    process.exit(await work())
  } catch (error) {
    console.error(error instanceof SetupError ? error.message : error)
    process.exit(1)
  }
}
