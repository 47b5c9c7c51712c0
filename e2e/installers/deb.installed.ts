/** The installed deb: what the desktop learns of it, its verbs, and a study that is double-clicked. */
import { copyFileSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from '../app'
import { readTable } from '../cohort'
import { OUT } from '../launch/places'
import { call, installed, malar, renderersOf } from './installed'

test('the desktop learns of the program, of its pictures and of its kind of file', () => {
  const entry = installed('/usr/share/applications/malar.desktop')
  expect(call('desktop-file-validate', [entry], '/')).toEqual({ code: 0, stdout: '', stderr: '' })
  const lines = readFileSync(entry, 'utf8').split('\n')
  for (const line of [
    'Name=Malar',
    'Exec=/opt/Malar/malar %f',
    'Icon=malar',
    'MimeType=application/x-malar-study;',
    'StartupWMClass=malar',
  ]) {
    expect(lines).toContain(line)
  }
  expect(readFileSync(installed('/usr/share/doc/malar/copyright'), 'utf8')).toContain('Apache License')
  const kinds = readFileSync(installed('/usr/share/mime/packages/malar.xml'), 'utf8')
  expect(kinds).toMatch(/<mime-type type="application\/x-malar-study">.*<glob pattern="\*\.malar"\/>/s)
  expect(
    existsSync(installed('/usr/share/icons/hicolor/scalable/mimetypes/application-x-malar-study.svg')),
  ).toBe(true)
  for (const size of [16, 32, 48, 256]) {
    expect(existsSync(installed(`/usr/share/icons/hicolor/${size}x${size}/apps/malar.png`))).toBe(true)
  }
})

test('the helper of the sandbox has the rights of root only where it needs them', () => {
  const needsNone = call('unshare', ['--user', 'true'], '/').code === 0
  expect(statSync(installed('/opt/Malar/chrome-sandbox')).mode & 0o7777).toBe(needsNone ? 0o755 : 0o4755)
})

test('its verbs do the main job from a terminal, also without a display', ({ folder }) => {
  malar(['demo', 'cohort', '--subjects', '10'], folder)
  const noDisplay = { DISPLAY: undefined, WAYLAND_DISPLAY: undefined, XAUTHORITY: undefined }
  const made = call(installed('/usr/bin/malar'), ['new', 'trial.malar', '--name', 'Trial'], folder, noDisplay)
  expect(made).toMatchObject({ code: 0, stdout: expect.stringContaining('Made ') })

  malar(['import', 'trial.malar', '--manifest', 'cohort/manifest.csv'], folder)
  malar(['scores', 'trial.malar', 'cohort/scores.csv'], folder)
  // Too few subjects for a model that anybody would use, but it is made and judged.
  expect(malar(['train', 'trial.malar', '--depth', 'head', '--device', 'cpu'], folder)).toMatch(
    /^Model m1-[0-9a-f]+.*\nMean absolute error on subjects that it has never seen/,
  )
  malar(['export', 'trial.malar', 'tables'], folder)
  const given = readTable(join(folder, 'cohort', 'scores.csv'))
  expect(readTable(join(folder, 'tables', 'scores.csv'))).toHaveLength(given.length)
  const checked = JSON.parse(malar(['check', 'trial.malar', '--json'], folder)) as Record<string, unknown>
  expect(checked).toMatchObject({ ok: true, photographs: 20 })

  const unknown = call(installed('/usr/bin/malar'), ['exprot', 'trial.malar'], folder)
  expect(unknown.code).toBe(2)
  expect(unknown.stderr).toContain('There is no verb “exprot”')
  expect(unknown.stderr).toContain('malar export STUDY DIR')
  // For whoever removes the package afterwards, to see that it is left alone.
  copyFileSync(join(folder, 'trial.malar'), join(OUT, 'left alone.malar'))
})

test('studies that are double-clicked open in the one window, which the system fences in', async ({
  folder,
  start,
}) => {
  const elsewhere = join(folder, 'other place')
  mkdirSync(elsewhere)
  malar(['new', 'first.malar', '--name', 'First'], folder)
  malar(['new', 'second.malar', '--name', 'Second'], elsewhere)
  malar(['new', 'third one.malar', '--name', 'Third'], elsewhere)

  const { app, page } = await start([join(folder, 'first.malar')])
  await expect.poll(() => page.title()).toBe('First – Malar')
  const program = installed('/opt/Malar/malar')
  const renderers = renderersOf((path) => path === program)
  expect(renderers.length).toBeGreaterThan(0)
  for (const renderer of renderers) {
    expect(renderer.user).not.toBe(0)
    expect(renderer.seccomp).toBe(2)
    expect(renderer.namespaces).toBeGreaterThan(1)
  }

  const again = { MALAR_USER_DATA: join(folder, 'profile') }
  expect(call(program, ['second.malar'], elsewhere, again).code).toBe(0)
  await expect.poll(() => page.title()).toBe('Second – Malar')
  // As a desktop does that knows addresses only.
  const address = pathToFileURL(join(elsewhere, 'third one.malar')).href
  expect(call(program, [address], '/', again).code).toBe(0)
  await expect.poll(() => page.title()).toBe('Third – Malar')
  expect(
    await app.evaluate(
      ({ BrowserWindow }) => BrowserWindow.getAllWindows().filter((one) => one.isVisible()).length,
    ),
  ).toBe(1)
})
