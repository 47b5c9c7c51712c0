/**
 * Starts the app's main process, as it is built, on this Node: `node start.cjs ARGUMENTS`. The module `electron` is the
 * stand-in beside this program.
 */
import { createRequire, registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type * as Electron from './electron'
import { answerJourney } from './journey'

const standIn = pathToFileURL(join(__dirname, 'electron.cjs')).href

registerHooks({
  resolve: (name, context, next) =>
    name === 'electron' ? { url: standIn, format: 'commonjs', shortCircuit: true } : next(name, context),
})

// Both are CommonJS, and only now is it settled what the name means.
const load = createRequire(__filename)
answerJourney(load('electron') as typeof Electron)
load(join(__dirname, '..', '..', 'build', 'main.cjs'))
