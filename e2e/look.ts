/** Screenshots of every screen, for people to look at. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { test } from './app'
import { OUT } from './launch/places'

const FOLDER = join(OUT, 'screens')

/** Takes a picture of the window as it is, and puts it into the report of the journey. */
export async function look(page: Page, name: string): Promise<void> {
  mkdirSync(FOLDER, { recursive: true })
  const path = join(FOLDER, `${name}.png`)
  await page.screenshot({ path })
  await test.info().attach(name, { path, contentType: 'image/png' })
}

/** Takes a picture of the window where text is larger: the debugger's own would be cut. */
export async function lookEnlarged(app: ElectronApplication, name: string): Promise<void> {
  mkdirSync(FOLDER, { recursive: true })
  const picture = await app.evaluate(async ({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows().find((one) =>
      one.webContents.getURL().endsWith('index.html'),
    )
    // What was asked for last has to have been painted.
    await window?.webContents.executeJavaScript('new Promise((done) => setTimeout(done, 300))')
    return (await window?.webContents.capturePage())?.toPNG().toString('base64') ?? ''
  })
  const path = join(FOLDER, `${name}.png`)
  writeFileSync(path, Buffer.from(picture, 'base64'))
  await test.info().attach(name, { path, contentType: 'image/png' })
}
