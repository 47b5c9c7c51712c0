/** The programs of the main side under `npm run dev`: built again as soon as a source changes. */
import { watch } from 'node:fs'
import { join } from 'node:path'
import { buildPrograms } from '../build.mjs'
import { say, SetupError } from '../messages.mjs'
import { root } from '../paths.mjs'

/**
 * Builds whenever a file of the main side is saved, and tells when something else came out than before: a test or
 * a comment restarts nothing.
 * @param {() => void} changed
 */
export function watchPrograms(changed) {
  let building = false
  let again = false
  const rebuild = async () => {
    again = building
    if (building) return
    building = true
    try {
      if (await buildPrograms()) changed()
    } catch (error) {
      if (!(error instanceof SetupError)) throw error
      say(error.message)
    }
    building = false
    if (again) await rebuild()
  }
  /** @type {NodeJS.Timeout | undefined} */
  let quiet
  for (const folder of ['electron', 'db']) {
    watch(join(root, folder), { recursive: true }, () => {
      clearTimeout(quiet)
      quiet = setTimeout(rebuild, 100)
    })
  }
}
