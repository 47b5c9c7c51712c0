/** What is started: the build of this checkout, or the packaged app that MALAR_E2E_APP names. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './places'

/** The executable of a packaged app; undefined when the journeys run on the checkout. */
export const PACKAGED = process.env.MALAR_E2E_APP || undefined

export interface LaunchOptions {
  executablePath: string
  args: string[]
  env: Record<string, string>
  cwd: string
}

/** How the app is started with a profile of its own; the arguments are those of the app. */
export function launchOptions(profile: string, args: readonly string[] = []): LaunchOptions {
  const { executablePath, args: own, env } = PACKAGED ? packaged(PACKAGED) : checkout()
  return {
    executablePath,
    args: [...switches(), ...own, ...args],
    env: { ...environment(), ...env, MALAR_USER_DATA: profile },
    cwd: ROOT,
  }
}

/** How a verb is run as from a terminal in this folder. */
export function verbOptions(profile: string, words: readonly string[], folder: string): LaunchOptions {
  const options = launchOptions(profile)
  if (PACKAGED) return { ...options, args: [...options.args, ...words], cwd: folder }
  return {
    ...options,
    args: [...options.args, '--', '--malar-verb', ...words],
    env: { ...options.env, MALAR_CWD: folder },
  }
}

type Started = Pick<LaunchOptions, 'executablePath' | 'args' | 'env'>

/** A package brings everything with it: nothing of the checkout may help it. */
function packaged(executablePath: string): Started {
  return { executablePath, args: [], env: {} }
}

/** The Electron that set-up found, with the better-sqlite3 that fits it. */
function checkout(): Started {
  const found = readFileSync(join(ROOT, 'node_modules', '.malar', 'runtime.json'), 'utf8')
  const { electron, sqliteBinding } = JSON.parse(found) as { electron: string; sqliteBinding: string | null }
  const env: Record<string, string> = sqliteBinding ? { MALAR_SQLITE_BINDING: sqliteBinding } : {}
  return { executablePath: electron, args: [ROOT], env }
}

/** Chromium refuses to build its sandbox as root. Users never run Malar so; containers do. */
function switches(): string[] {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : []
}

function environment(): Record<string, string> {
  const env: Record<string, string> = {}
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined) env[name] = value
  delete env.MALAR_SQLITE_BINDING
  return env
}
