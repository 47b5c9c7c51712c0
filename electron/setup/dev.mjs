/** `npm run dev`: as `npm start`, and again each time a source changes. */
import { watch } from 'node:fs'
import { join } from 'node:path'
import { build } from './build.mjs'
import { runCommand } from './command.mjs'
import { launch } from './launch.mjs'
import { say, SetupError } from './messages.mjs'
import { root } from './paths.mjs'
import { ensureReady } from './setup.mjs'

await runCommand(async () => {
  const runtime = await ensureReady()
  for (;;) {
    const change = nextChange()
    if (await builds()) {
      const stop = new AbortController()
      const ended = launch(runtime, ['--dev', '--sample', ...process.argv.slice(2)], stop.signal)
      const closed = await Promise.race([ended, change.then(() => undefined)])
      if (closed !== undefined) return closed
      stop.abort()
      await ended
    } else await change
  }
})

async function builds() {
  try {
    await build()
    return true
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    say(error.message)
    return false
  }
}

/** Resolves when a source changes, and has then been quiet for a moment. @returns {Promise<void>} */
function nextChange() {
  return new Promise((resolve) => {
    /** @type {NodeJS.Timeout | undefined} */
    let quiet
    const watchers = ['electron', 'db', 'renderer'].map((folder) =>
      watch(join(root, folder), { recursive: true }, () => {
        clearTimeout(quiet)
        quiet = setTimeout(() => {
          for (const watcher of watchers) watcher.close()
          resolve()
        }, 300)
      }),
    )
  })
}
