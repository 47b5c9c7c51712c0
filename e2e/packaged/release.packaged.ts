/**
 * What a release cannot be made to do. MALAR_E2E_HARDENED names the package for tests with the fuses of a release: Playwright
 * cannot drive it, since it lets nobody inspect it.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '../app'
import { PACKAGED, SWITCHES } from '../launch/options'

// Packaging is JavaScript, as set-up is; the compiler of the journeys does not read it.
interface Fuses {
  fuseTable(inspectable: boolean, platform: string): Record<string, boolean>
  readFuses(program: string): Promise<Record<string, boolean>>
}
const module = '../../electron/packaging/fuses.mjs'
const { fuseTable, readFuses } = (await import(module)) as Fuses

const FOR_TESTS = PACKAGED ?? ''
const RELEASE = process.env.MALAR_E2E_HARDENED ?? ''

interface Ended {
  code: number | null
  told: string
}

/** Starts a package as from a terminal, and waits for its end. */
function run(program: string, args: string[], folder: string, env: Record<string, string> = {}): Ended {
  const profile = join(folder, 'profile')
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: folder,
    env: { ...process.env, MALAR_USER_DATA: profile, ...env },
    encoding: 'utf8',
    timeout: 30_000,
  })
  return { code: status, told: stdout + stderr }
}

/** A verb that ends at once with 1, for want of the study. */
const VERB = [...SWITCHES, 'check', 'nothing.malar']

test('the fuses of both packages are those of the table', async () => {
  for (const [program, inspectable] of [
    [FOR_TESTS, true],
    [RELEASE, false],
  ] as const) {
    const fuses = await readFuses(program)
    expect(fuses).toMatchObject({
      RunAsNode: false,
      EnableNodeOptionsEnvironmentVariable: false,
      OnlyLoadAppFromAsar: true,
    })
    expect(fuses.EnableNodeCliInspectArguments).toBe(inspectable)
    const table = fuseTable(inspectable, process.platform)
    for (const [name, value] of Object.entries(fuses))
      expect({ name, value }).toEqual({ name, value: table[name] })
  }
})

test('it is no Node', ({ folder }) => {
  const { code } = run(RELEASE, ['-e', 'process.exit(42)', ...SWITCHES], folder, {
    ELECTRON_RUN_AS_NODE: '1',
  })
  // It takes the script for a verb, which there is not.
  expect(code).toBe(2)
})

test('it loads nothing that NODE_OPTIONS names', ({ folder }) => {
  const trace = join(folder, 'loaded')
  const script = join(folder, 'load.cjs')
  writeFileSync(script, `require('fs').writeFileSync(${JSON.stringify(trace)}, '')`)
  const { code } = run(RELEASE, VERB, folder, { NODE_OPTIONS: `--require ${script}` })
  expect({ code, loaded: existsSync(trace) }).toEqual({ code: 1, loaded: false })
})

test('nobody inspects it', ({ folder }) => {
  for (const wish of ['--inspect=0', '--inspect-brk=0']) {
    const { code, told } = run(RELEASE, [wish, ...VERB], folder)
    expect(code).toBe(1)
    expect(told).not.toContain('Debugger listening')
  }
  // In the package for tests the same words open the door, so that their silence means something.
  expect(run(FOR_TESTS, ['--inspect=0', ...VERB], folder).told).toContain('Debugger listening')
})

test('it does not start where its window would be open to other programs', ({ folder }) => {
  for (const wish of ['--remote-debugging-port=0', '--remote-debugging-pipe', '--disable-web-security']) {
    const { code, told } = run(RELEASE, [wish, ...SWITCHES], folder)
    expect(code).toBe(2)
    expect(told).toContain(`Malar does not start with ${wish.split('=')[0]}, which`)
    expect(told).not.toContain('DevTools listening')
  }
  expect(existsSync(join(folder, 'profile'))).toBe(false)
})
