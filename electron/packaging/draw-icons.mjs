/**
 * Draws the files of `assets/icon/` from its SVGs, with the Chromium of Electron. To be run after a change of
 * an SVG: `node electron/packaging/draw-icons.mjs`; what it writes is committed.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron } from '@playwright/test'
import { runCommand } from '../setup/command.mjs'
import { hasDisplay, openVirtualDisplay } from '../setup/display.mjs'
import { electronSwitches } from '../setup/launch.mjs'
import { root } from '../setup/paths.mjs'
import { ensureReady } from '../setup/setup.mjs'
import { icnsOf, icnsSizes, icoOf, icoSizes } from './icon-files.mjs'

/** What Linux gets, in pixels. */
const pngSizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024]
/** Up to this size the coarser drawing is the clearer one. */
const SMALL = 24
/** macOS wants air around a tile: 824 of 1024 pixels, where the drawing itself fills 60 of 64. */
const MAC_SHARE = 824 / 1024 / (60 / 64)

const folder = join(root, 'assets', 'icon')
const svg = (/** @type {string} */ name) => readFileSync(join(folder, `${name}.svg`), 'utf8')

await runCommand(async () => {
  const { electron } = await ensureReady()
  const display = hasDisplay() ? undefined : await openVirtualDisplay()
  const empty = mkdtempSync(join(tmpdir(), 'malar-icon-'))
  writeFileSync(join(empty, 'package.json'), '{ "name": "icons", "main": "main.cjs" }')
  writeFileSync(join(empty, 'main.cjs'), '')
  const env = /** @type {Record<string, string>} */ ({ ...process.env, ...display?.env })
  const app = await _electron.launch({ executablePath: electron, args: [...electronSwitches(), empty], env })
  try {
    const page = await emptyPage(app)
    await drawAll((text, size, share) => draw(page, text, size, share))
  } finally {
    await app.close()
    display?.close()
    rmSync(empty, { recursive: true, force: true })
  }
  return 0
})

/** @param {import('@playwright/test').ElectronApplication} app */
async function emptyPage(app) {
  const page = app.waitForEvent('window')
  await app.evaluate(async ({ app: electron, BrowserWindow }) => {
    await electron.whenReady()
    await new BrowserWindow({ show: false }).loadURL('data:text/html,')
  })
  return page
}

/** @param {(svg: string, size: number, share: number) => Promise<Buffer>} drawn */
async function drawAll(drawn) {
  const several = async (
    /** @type {(size: number) => string} */ pick,
    /** @type {number[]} */ sizes,
    share = 1,
  ) => {
    const pictures = new Map()
    for (const size of sizes) pictures.set(size, await drawn(pick(size), size, share))
    return pictures
  }
  const app = (/** @type {number} */ size) => svg(size <= SMALL ? 'icon-small' : 'icon')
  const study = () => svg('document')

  const pictures = await several(app, pngSizes)
  mkdirSync(join(folder, 'png'), { recursive: true })
  for (const [size, png] of pictures) writeFileSync(join(folder, 'png', `${size}.png`), png)
  writeFileSync(join(folder, 'malar.ico'), icoOf(pictures))
  writeFileSync(join(folder, 'malar.icns'), icnsOf(await several(app, icnsSizes, MAC_SHARE)))
  writeFileSync(join(folder, 'document.ico'), icoOf(await several(study, icoSizes)))
  writeFileSync(join(folder, 'document.icns'), icnsOf(await several(study, icnsSizes)))
}

/**
 * @param {import('@playwright/test').Page} page any empty page
 * @param {string} text an SVG
 * @param {number} size of the picture in pixels
 * @param {number} share of the picture that the drawing fills
 * @returns {Promise<Buffer>} a PNG, transparent where nothing is drawn
 */
async function draw(page, text, size, share) {
  const script = `new Promise((resolve, reject) => {
    const canvas = document.createElement('canvas')
    canvas.width = canvas.height = ${size}
    const image = new Image(${size}, ${size})
    image.onerror = () => reject(new Error('The SVG cannot be drawn.'))
    image.onload = () => {
      const side = ${size * share}
      const edge = (${size} - side) / 2
      canvas.getContext('2d').drawImage(image, edge, edge, side, side)
      resolve(canvas.toDataURL('image/png'))
    }
    image.src = ${JSON.stringify(`data:image/svg+xml;base64,${Buffer.from(text).toString('base64')}`)}
  })`
  const url = /** @type {string} */ (await page.evaluate(script))
  return Buffer.from(url.split(',')[1], 'base64')
}
