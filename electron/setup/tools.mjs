/** The tools of node_modules, run on the Node that they need. */
import { spawn } from 'node:child_process'
import { delimiter, dirname } from 'node:path'
import { hasDisplay, openVirtualDisplay } from './display.mjs'
import { appEnvironment } from './launch.mjs'
import { inModules, root, toolNode } from './paths.mjs'

/**
 * What tools find in their environment: the app's own, and the right Node before any other.
 * @param {import('./setup.mjs').Runtime} runtime
 * @returns {NodeJS.ProcessEnv}
 */
export function toolEnvironment(runtime) {
  return { ...appEnvironment(runtime), PATH: [dirname(toolNode()), process.env.PATH].join(delimiter) }
}

/**
 * Runs a tool of node_modules on the tools' Node, its output going straight to the person.
 * @param {string[]} args the script under node_modules, and its arguments
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<boolean>} whether it reported success
 */
export function runTool([script, ...args], env) {
  return runScript(inModules(script), args, env)
}

/**
 * Runs a script on the tools' Node, its output going straight to the person.
 * @param {string} script its path; a relative one is relative to the checkout
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<boolean>} whether it reported success
 */
export function runScript(script, args, env) {
  return new Promise((resolve) => {
    const child = spawn(toolNode(), [script, ...args], { cwd: root, env, stdio: 'inherit' })
    child.on('error', () => resolve(false))
    child.on('close', (code) => resolve(code === 0))
  })
}

/**
 * Runs Playwright on a folder of journeys, under a virtual display where there is none.
 * @param {string} folder with its own playwright.config.ts
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<boolean>} whether every journey passed
 */
export async function runJourneys(folder, args, env) {
  const display = hasDisplay() ? undefined : await openVirtualDisplay()
  try {
    const own = { ...env, ...display?.env }
    return await runTool(['@playwright/test/cli.js', 'test', '--config', folder, ...args], own)
  } finally {
    display?.close()
  }
}
