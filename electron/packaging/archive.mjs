/** The archive inside a package, checked against what was laid out for it. */
import { readdirSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { listPackage } from '@electron/asar'

/**
 * electron-builder leaves out what it takes for rubbish, and an app that lacks a file fails only where it wants it.
 * @param {string} archive
 * @param {string} folder as laid out by `layOutApp`
 * @throws {Error} that names what is missing in the archive, or came besides
 */
export function assertHolds(archive, folder) {
  const path = (/** @type {string} */ name) => name.split(sep).join('/').replace(/^\//, '')
  const inside = new Set(listPackage(archive, { isPack: false }).map(path))
  const laidOut = new Set(
    readdirSync(folder, { withFileTypes: true, recursive: true }).map((entry) =>
      path(relative(folder, join(entry.parentPath, entry.name))),
    ),
  )
  const missing = [...laidOut].filter((name) => !inside.has(name))
  const besides = [...inside].filter((name) => !laidOut.has(name))
  if (missing.length > 0) throw new Error(`The archive lacks ${missing.join(', ')}.`)
  if (besides.length > 0) throw new Error(`The archive holds what was not laid out: ${besides.join(', ')}.`)
}
