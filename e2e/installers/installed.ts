/** The installed program, as a terminal and as a desktop call it. */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The root into which the deb was installed, and the AppImage. */
const ROOT = process.env.MALAR_E2E_INSTALLED ?? '/'
export const APPIMAGE = process.env.MALAR_E2E_APPIMAGE ?? ''

/** A file of the installed package. */
export function installed(path: string): string {
  return join(ROOT, path)
}

export interface Called {
  code: number | null
  stdout: string
  stderr: string
}

/** Calls a program in a folder and waits for its end; variables that are undefined are taken away. */
export function call(
  program: string,
  words: readonly string[],
  folder: string,
  variables: Record<string, string | undefined> = {},
): Called {
  const env = { ...process.env, ...variables }
  const done = spawnSync(program, words, { cwd: folder, env, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  return { code: done.status, stdout: done.stdout, stderr: done.stderr }
}

/** Calls `malar` as from a terminal. @throws Error with what it printed when it failed */
export function malar(words: readonly string[], folder: string): string {
  const { code, stdout, stderr } = call(installed('/usr/bin/malar'), words, folder)
  if (code !== 0) throw new Error(`malar ${words.join(' ')} ended with ${code}: ${stdout}${stderr}`)
  return stdout
}

export interface Renderer {
  program: string
  /** 2 where every call to the system goes through a filter of its own (man 5 proc). */
  seccomp: number
  /** How many process namespaces it stands in, the machine's own among them. */
  namespaces: number
  /** Number of its user. */
  user: number
}

/** The pages of a program that run now, as the system sees them. */
export function renderersOf(isProgram: (path: string) => boolean): Renderer[] {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return processes.flatMap((id) => {
    try {
      const words = readFileSync(`/proc/${id}/cmdline`, 'utf8').split('\0').join(' ').split(' ')
      const program = words[0] ?? ''
      if (!words.includes('--type=renderer') || !isProgram(program)) return []
      const status = readFileSync(`/proc/${id}/status`, 'utf8')
      const field = (name: string) =>
        (new RegExp(`^${name}:\\s+(.*)$`, 'm').exec(status)?.[1] ?? '').split(/\s+/)
      return [
        {
          program,
          seccomp: Number(field('Seccomp')[0]),
          namespaces: field('NSpid').length,
          user: Number(field('Uid')[0]),
        },
      ]
    } catch {
      return [] // It has ended meanwhile.
    }
  })
}
