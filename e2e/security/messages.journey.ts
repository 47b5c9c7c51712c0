/** The main process listens to the window's own page alone, whoever else has come by the same functions. */
import { join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import type { MalarBridge } from '../../electron/contract'
import { expect, test } from '../app'
import { malarJson } from '../cohort'

test('another origin with the same functions is refused, and so is a frame of the own one', async ({
  start,
  folder,
}) => {
  const study = join(folder, 'messages.malar')
  malarJson(['new', study, '--regions', 'jowl', '--rater', 'Rater A'], folder)
  const { app, page } = await start([study])
  expect(await askAs(app, 'malar://decoder/index.html', 'page')).toBe('sender')
  expect(await askAs(app, 'malar://app.evil/index.html', 'page')).toBe('sender')
  expect(await askAs(app, 'malar://app/index.html', 'frame')).toBe('sender')
  expect(await raters(page)).toEqual(['Rater A'])
  // The same page is heard where it is the window's own, so that the refusals mean something.
  expect(await askAs(app, 'malar://app/index.html', 'page')).toBe('ok')
  expect(await raters(page)).toEqual(['Rater A', 'Mallory'])
  expect(page.url()).toBe('malar://app/index.html')
})

test('a window that has blanked itself, which no event of Electron prevents, is refused too', async ({
  start,
}) => {
  const { page } = await start()
  await page.evaluate(() => void (location.href = 'about:blank'))
  await page.waitForURL('about:blank')
  const heard = await page.evaluate(async () => {
    const { malar } = window as unknown as { malar: MalarBridge }
    const reply = await malar.study()
    return reply.ok ? 'ok' : reply.error.code
  })
  expect(heard).toBe('sender')
})

/** The raters that the study has, asked by the window itself. */
function raters(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const { malar } = window as unknown as { malar: MalarBridge }
    const study = await malar.study()
    return study.ok && study.value ? study.value.raters.map(({ name }) => name) : []
  })
}

/** Adds a rater from a page of the test's own at this address, made as the window is; answers with the code of the reply. */
function askAs(app: ElectronApplication, url: string, from: 'page' | 'frame'): Promise<string> {
  return app.evaluate(
    async ({ app: electron, BrowserWindow, session }, wish) => {
      const body = Buffer.from('<!doctype html><iframe src="malar://app/frame.html"></iframe>')
      const headers = { 'Content-Type': 'text/html' }
      const elsewhere = session.fromPartition(`elsewhere-${wish.url}-${wish.from}`)
      elsewhere.webRequest.onBeforeRequest(null)
      // As the app itself does: see electron/protocol.ts.
      if (elsewhere.protocol.handle) elsewhere.protocol.handle('malar', () => new Response(body, { headers }))
      else
        elsewhere.protocol.registerBufferProtocol('malar', (_request, respond) =>
          respond({ data: body, headers, mimeType: 'text/html' }),
        )
      const page = new BrowserWindow({
        show: false,
        webPreferences: {
          session: elsewhere,
          sandbox: true,
          preload: `${electron.getAppPath()}/build/preload.cjs`,
          nodeIntegrationInSubFrames: wish.from === 'frame',
        },
      })
      page.webContents.removeAllListeners('will-frame-navigate')
      await page.loadURL(wish.url)
      const frame = wish.from === 'frame' ? page.webContents.mainFrame.frames[0] : page.webContents.mainFrame
      const code = (await frame?.executeJavaScript(
        "malar.addRater('Mallory').then((reply) => (reply.ok ? 'ok' : reply.error.code))",
      )) as string
      page.destroy()
      return code
    },
    { url, from },
  )
}
