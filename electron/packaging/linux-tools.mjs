/**
 * The tools with which electron-builder makes the installers of Linux, in the layout that it expects: Debian's own
 * programs, and the AppImage runtime that set-up has verified. So it fetches nothing.
 */
import { chmodSync, copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { appImageRuntime } from '../setup/electron-old.mjs'
import { inModules, root } from '../setup/paths.mjs'

/** Debian's programs, and what is said to them besides where the result is thrown away soon: to work quickly. */
const QUICK = { mksquashfs: '-Xcompression-level 1', 'desktop-file-validate': '' }

/**
 * @param {boolean} quick whether the installers may be larger and made in less time
 * @returns {Promise<Record<string, string>>} environment variables for electron-builder
 */
export async function linuxTools(quick) {
  const folder = inModules('.malar', 'appimage-tools')
  rmSync(folder, { recursive: true, force: true })
  const programs = join(folder, 'linux-x64')
  mkdirSync(programs, { recursive: true })
  mkdirSync(join(folder, 'lib', 'x64'), { recursive: true })
  copyFileSync(await appImageRuntime(), join(folder, 'runtime-x64'))
  for (const [name, options] of Object.entries(QUICK)) {
    writeProgram(join(programs, name), `exec ${name} "$@" ${quick ? options : ''}`)
  }
  const fpm = join(folder, 'fpm')
  writeProgram(fpm, `exec node '${join(root, 'electron', 'packaging', 'fpm.mjs')}' "$@"`)
  return { APPIMAGE_TOOLS_PATH: folder, CUSTOM_FPM_PATH: fpm }
}

/**
 * @param {string} file
 * @param {string} line
 */
function writeProgram(file, line) {
  writeFileSync(file, `#!/bin/sh\n${line.trimEnd()}\n`)
  chmodSync(file, 0o755)
}
