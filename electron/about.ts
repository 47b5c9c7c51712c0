/** What Malar says of itself. Nothing in it is of a study or of a person. */
import { app } from 'electron'
import { arch, homedir, release, type } from 'node:os'
import type { About, EngineState } from './contract'
import { sqliteVersion } from '../db/version'
import { isForTests } from './environment'

/** Older ones get no security fixes any more. */
const LEAST_ELECTRON = 45

/** @param engine as it stands: it is not started for this */
export function about(engine: EngineState): About {
  const { electron = '', chrome = '', node } = process.versions
  return {
    version: app.getVersion(),
    warning: warning(electron),
    parts: named([
      { name: 'Electron', version: electron },
      { name: 'Chromium', version: chrome },
      { name: 'Node.js', version: node },
      { name: 'SQLite', version: sqliteVersion() },
      { name: 'TensorFlow', version: tensorflow(engine) },
    ]),
    computer: `${type()} ${release()}, ${arch()}`,
  }
}

/** What is copied for whoever helps. */
export function aboutText({ version, warning, parts, computer }: About): string {
  const lines = [
    `Malar ${version}`,
    ...(warning ? [warning] : []),
    ...parts.map((part) => `${part.name} ${part.version}`),
    computer,
  ]
  return `${lines.join('\n')}\n`
}

/** Without those that are not there: tests of the main side run on Node alone. */
const named = (parts: About['parts']) => parts.filter(({ version }) => version !== '')

function warning(electron: string): string | null {
  const old = Number.parseInt(electron) < LEAST_ELECTRON
  if (old) {
    return `This build is for development and tests only: its Electron ${electron} gets no security fixes any more. Do not open photographs of patients with it.`
  }
  return isForTests() ? 'This build is for tests only: a debugger can look into it.' : null
}

function tensorflow(engine: EngineState): string {
  if (engine.phase === 'ready') return engine.tensorflow ?? 'does not work; WebAssembly computes in its place'
  // A path in it may have the person's name.
  if (engine.phase === 'failed') return `does not work: ${engine.message.replaceAll(homedir(), '~')}`
  return engine.phase === 'starting' ? 'is starting' : 'not started yet'
}
