/** `npm run dev` on a copy of the sources: what is saved is seen, and the one who looks stays where she was. */
import { spawn } from 'node:child_process'
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { ROOT, expect, test } from '../app'
import { smallCohort } from '../cohort'
import { inspect } from '../devtools'
import type { Inspected } from '../devtools'
import { PACKAGED, launchOptions } from '../launch/options'

test.skip(PACKAGED !== undefined, 'A package holds nothing of it.')

const SCREEN = `document.querySelector('main > *') && document.querySelector('main').ariaLabel`
const HEADING = `document.querySelector('h1')?.textContent`
const EXPORT_TAB = `[...document.querySelectorAll('nav button')].find((tab) => tab.textContent.startsWith('Export'))`

const EDITED = ['electron', 'db', 'renderer']
const LENT = ['assets', 'node_modules']

/** A checkout that may be edited. */
function copyOfSources(folder: string): string {
  const copy = join(folder, 'checkout')
  mkdirSync(copy)
  for (const entry of readdirSync(ROOT, { withFileTypes: true })) {
    const { name } = entry
    if (entry.isFile() || EDITED.includes(name))
      cpSync(join(ROOT, name), join(copy, name), { recursive: true })
    else if (LENT.includes(name)) symlinkSync(join(ROOT, name), join(copy, name))
  }
  return copy
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

function holds(file: string, text: string): boolean {
  return readFileSync(file, 'utf8').includes(text)
}

function replaceIn(file: string, text: string, by: string): void {
  expect(holds(file, text), `${text} in ${file}`).toBe(true)
  writeFileSync(file, readFileSync(file, 'utf8').replace(text, by))
}

test('a change of the window is taken in place; one of the main side starts the app anew where it stood', async ({
  folder,
}) => {
  const copy = copyOfSources(folder)
  const study = join(folder, 'edited.malar')
  copyFileSync(join(smallCohort(), 'Sample study.malar'), study)
  const port = await freePort()
  const { env } = launchOptions(join(folder, 'profile'))
  const command = ['electron/setup/dev.mjs', study, `--remote-debugging-port=${port}`]
  const dev = spawn(process.execPath, command, { cwd: copy, env, stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = new Promise((resolve) => dev.once('exit', resolve))
  let said = ''
  dev.stderr.on('data', (text) => (said += text))
  /** Fails at once where the command ends, with what it said. */
  const whileItRuns = <T>(work: Promise<T>): Promise<T> =>
    Promise.race([
      work,
      ended.then((): never => {
        throw new Error(`npm run dev has ended.\n${said}`)
      }),
    ])
  try {
    const says = (page: Inspected, expression: string, value: unknown, timeout = 20_000) =>
      expect.poll(() => page.ask(expression), { timeout }).toEqual(value)
    const page = await whileItRuns(inspect(port))
    await says(page, SCREEN, 'score', 60_000)
    await page.ask(`window.untouched = true; ${EXPORT_TAB}.click()`)
    await says(page, HEADING, 'Export')

    replaceIn(join(copy, 'renderer', 'export', 'ExportScreen.svelte'), 'Export</h1>', 'Export, edited</h1>')
    await says(page, HEADING, 'Export, edited')
    replaceIn(join(copy, 'renderer', 'styles', 'look.css'), ':root {', ':root { outline: 3px solid;')
    await says(page, 'getComputedStyle(document.documentElement).outlineWidth', '3px')
    await says(page, 'window.untouched', true)

    // What runs once, at the start of the page, makes it start again.
    replaceIn(
      join(copy, 'renderer', 'main.ts'),
      'const app =',
      'document.body.className = "anew"; const app =',
    )
    await says(page, 'document.body.className', 'anew')
    await says(page, SCREEN, 'export')

    replaceIn(join(copy, 'electron', 'version.ts'), 'packageFile.version', "packageFile.version + ', edited'")
    await page.gone
    const again = await whileItRuns(inspect(port))
    await says(again, SCREEN, 'export')
    await says(again, 'malar.study().then((reply) => reply.value.path)', study)
    expect(holds(join(copy, 'build', 'main.cjs'), '", edited"')).toBe(true)
  } finally {
    dev.kill('SIGINT')
    await ended
  }
})

test('nothing of it is built into the app', () => {
  for (const program of ['main', 'preload', 'engine']) {
    expect(holds(join(ROOT, 'build', `${program}.cjs`), 'MALAR_DEV'), program).toBe(false)
  }
})
