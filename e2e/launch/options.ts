/**
 * What is started: the build of this checkout in the Electron that set-up found; or the packaged app that MALAR_E2E_APP
 * names; or, where MALAR_E2E is `chromium`, the same build on Node with its windows in a current Chromium.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './places'

/** The executable of a packaged app; undefined when the journeys run on the checkout. */
export const PACKAGED = process.env.MALAR_E2E_APP || undefined

/** Whether the journeys run on Node and Chromium, without Electron. */
export const IN_CHROMIUM = process.env.MALAR_E2E === 'chromium'

const AS_ROOT = process.getuid?.() === 0

/** Chromium refuses to build its sandbox as root. Users never run Malar so; containers do. */
export const SWITCHES = AS_ROOT ? ['--no-sandbox'] : []

export interface LaunchOptions {
  executablePath: string
  args: string[]
  env: Record<string, string>
  cwd: string
  /** Playwright switches the sandbox of the system off, unless it is told to leave it. */
  chromiumSandbox: boolean
}

/**
 * How the app is started with a profile of its own; the arguments are those of the app.
 * @param build the folder of another build, in place of the checkout
 */
export function launchOptions(profile: string, args: readonly string[] = [], build = ROOT): LaunchOptions {
  const { executablePath, args: own, env } = started(build)
  return {
    executablePath,
    args: [...own, ...args],
    env: { ...environment(), ...env, MALAR_USER_DATA: profile },
    cwd: ROOT,
    chromiumSandbox: !AS_ROOT,
  }
}

/** How a verb is run as from a terminal in this folder; `build` as for `launchOptions`. */
export function verbOptions(
  profile: string,
  words: readonly string[],
  folder: string,
  build?: string,
): LaunchOptions {
  const options = launchOptions(profile, [], build)
  if (PACKAGED) return { ...options, args: [...options.args, ...words], cwd: folder }
  return {
    ...options,
    args: [...options.args, '--', '--malar-verb', ...words],
    env: { ...options.env, MALAR_CWD: folder },
  }
}

type Started = Pick<LaunchOptions, 'executablePath' | 'args' | 'env'>

function started(build: string): Started {
  if (IN_CHROMIUM) return bridged()
  return PACKAGED ? packaged(PACKAGED) : checkout(build)
}

/** This Node, which better-sqlite3's own binary fits. */
function bridged(): Started {
  return { executablePath: process.execPath, args: [join(ROOT, 'out', 'bridge', 'start.cjs')], env: {} }
}

/** A package brings everything with it: nothing of the checkout may help it. */
function packaged(executablePath: string): Started {
  return { executablePath, args: [...SWITCHES], env: {} }
}

/** The Electron that set-up found, with the better-sqlite3 that fits it. */
function checkout(build: string): Started {
  const found = readFileSync(join(ROOT, 'node_modules', '.malar', 'runtime.json'), 'utf8')
  const { electron, sqliteBinding } = JSON.parse(found) as { electron: string; sqliteBinding: string | null }
  const env: Record<string, string> = sqliteBinding ? { MALAR_SQLITE_BINDING: sqliteBinding } : {}
  return { executablePath: electron, args: [...SWITCHES, build], env }
}

function environment(): Record<string, string> {
  const env: Record<string, string> = {}
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined) env[name] = value
  delete env.MALAR_SQLITE_BINDING
  return env
}
