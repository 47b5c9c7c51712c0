/** The region editor: looking, moving, drawing, copying; undo and redo over photographs and a restart. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { ROOT, answerDialogs, expect, test } from '../app'
import { findings } from '../axe'
import { look } from '../look'
import { prefer } from '../prefer'

const ASTRONAUT = join(ROOT, 'e2e', 'fixtures', 'astronaut.png')

/**
 * The same face as on another day: smaller and elsewhere; and one that no landmarks are found on, in a fog.
 * The page draws them, since nothing else here can.
 */
async function laterVisits(page: Page): Promise<Buffer[]> {
  const face = readFileSync(ASTRONAUT).toString('base64')
  const made = await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
    const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
    const drawn: string[] = []
    for (const [scale, x, y, blur] of [
      [0.8, 90, 60, 0],
      [1, 0, 0, 60],
    ] as const) {
      const canvas = new OffscreenCanvas(560, 520)
      const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D
      context.fillStyle = '#777'
      context.fillRect(0, 0, 560, 520)
      context.filter = blur ? `blur(${blur}px)` : 'none'
      context.drawImage(picture, x, y, picture.width * scale, picture.height * scale)
      const blob = await canvas.convertToBlob({ type: 'image/png' })
      drawn.push([...new Uint8Array(await blob.arrayBuffer())].map((b) => String.fromCharCode(b)).join(''))
    }
    return drawn.map((text) => btoa(text))
  }, face)
  return made.map((text) => Buffer.from(text, 'base64'))
}

/** The outline in hand, as points of the photograph. */
async function outline(page: Page): Promise<[number, number][]> {
  const points = (await page.locator('polygon.line').getAttribute('points')) ?? ''
  return points.split(' ').map((pair) => pair.split(',').map(Number) as [number, number])
}

async function middleOf(page: Page, selector: string, n = 0): Promise<{ x: number; y: number }> {
  const box = await page.locator(selector).nth(n).boundingBox()
  if (!box) throw new Error(`there is no ${selector}`)
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

async function drag(
  page: Page,
  from: { x: number; y: number },
  by: [number, number],
  button: 'left' | 'middle' = 'left',
): Promise<void> {
  await page.mouse.move(from.x, from.y)
  await page.mouse.down({ button })
  await page.mouse.move(from.x + by[0] / 2, from.y + by[1] / 2)
  await page.mouse.move(from.x + by[0], from.y + by[1])
  await page.mouse.up({ button })
}

const pad = (page: Page, name: string) => page.getByRole('listitem').filter({ hasText: name })
/** Not the “drawn” of “not drawn yet”. */
const DRAWN = /(?<!not )drawn/
const saved = (page: Page) => expect(page.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible()

test('regions are looked at, moved, drawn, copied and reset; undo goes on after a restart', async ({
  start,
  folder,
}) => {
  const { app, page } = await start()
  const [smaller, fog] = await laterVisits(page)
  writeFileSync(join(folder, 'first.png'), readFileSync(ASTRONAUT))
  writeFileSync(join(folder, 'second.png'), smaller as Buffer)
  writeFileSync(join(folder, 'third.png'), fog as Buffer)
  const manifest = join(folder, 'manifest.csv')
  writeFileSync(
    manifest,
    'file,subject,day,view,mirrored\r\nfirst.png,S1,0,frontal,no\r\nsecond.png,S1,30,frontal,no\r\nthird.png,S1,60,frontal,no\r\n',
  )

  await answerDialogs(app, { save: join(folder, 'regions.malar'), open: [manifest] })
  await page.getByRole('button', { name: 'New study' }).click()
  await page.getByLabel('Study name').fill('Regions')
  await page.getByLabel('First rater').fill('Rater A')
  await page.getByRole('button', { name: 'Make the study…' }).click()
  await page.getByRole('button', { name: /Manifest/ }).click()
  await page.getByRole('button', { name: 'Accept and import 3' }).click()
  await expect(page.getByText('A face was found on 2, none on 1')).toBeVisible({ timeout: 120_000 })
  await page.getByRole('button', { name: 'Show the photographs' }).click()
  await page.getByRole('button', { name: /S1/ }).first().click()
  await expect(page.getByRole('heading', { name: 'S1, day 0' })).toBeVisible()

  // Looking.
  const percent = page.getByRole('toolbar', { name: 'How the photograph is looked at' }).getByText(/^\d+ %$/)
  await expect(page.locator('.pad')).toHaveCount(20)
  await look(page, 'regions-light')
  expect(await findings(page)).toEqual([])
  await page.keyboard.press('f')
  const before = await page.locator('.picture img').boundingBox()
  const pointer = { x: (before?.x ?? 0) + 200, y: (before?.y ?? 0) + 150 }
  await page.mouse.move(pointer.x, pointer.y)
  await page.mouse.wheel(0, -400)
  await expect
    .poll(async () => (await page.locator('.picture img').boundingBox())?.width)
    .toBeGreaterThan((before?.width ?? 0) * 2)
  const after = await page.locator('.picture img').boundingBox()
  const part = (box: typeof after): number => (pointer.x - (box?.x ?? 0)) / (box?.width ?? 1)
  expect(part(after)).toBeCloseTo(part(before), 2)
  await drag(page, pointer, [-60, -40], 'middle')
  const pushed = await page.locator('.picture img').boundingBox()
  expect((pushed?.x ?? 0) - (after?.x ?? 0)).toBeCloseTo(-60, 0)
  await page.keyboard.down('Space')
  await drag(page, pointer, [30, 0])
  await page.keyboard.up('Space')
  await page.keyboard.press('Alt+ArrowRight')
  const keyed = await page.locator('.picture img').boundingBox()
  expect((keyed?.x ?? 0) - (pushed?.x ?? 0)).toBeCloseTo(30 - 64, 0)
  await page.keyboard.press('1')
  await expect(percent).toHaveText('100 %')
  await page.keyboard.press('b')
  await page.keyboard.press('Shift+C')
  await expect(page.getByRole('button', { name: /Light 1.1, contrast 0.9/ })).toBeVisible()
  await page.keyboard.press('r')
  await expect(page.getByRole('button', { name: /as it is/ })).toHaveCount(0)

  // Tab walks the pads from the eye downwards, and out of them.
  await page.keyboard.press('Shift+F')
  const names = await page
    .locator('.pad')
    .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')))
  expect(names.slice(0, 2)).toEqual([
    'Lower eyelid bag, right, from the atlas',
    'Lower eyelid bag, left, from the atlas',
  ])
  await page.locator('.pad').first().focus()
  for (let i = 1; i < 20; i++) {
    await page.keyboard.press('Tab')
    await expect(page.locator('.pad').nth(i)).toHaveAttribute('aria-pressed', 'true')
  }
  await page.keyboard.press('Tab')
  await expect(page.locator('.pad:focus')).toHaveCount(0)

  // A pad out of sight comes into it when it is walked to. A space in a box is the box's own.
  await page.keyboard.press('p')
  await page.locator('.pad').first().focus()
  const shown = await page.locator('.pad').first().boundingBox()
  const stage = await page.getByRole('group', { name: 'Photograph with its regions' }).boundingBox()
  expect((shown?.y ?? 0) + (shown?.height ?? 0)).toBeGreaterThan(stage?.y ?? 0)
  expect(shown?.y ?? 0).toBeLessThan((stage?.y ?? 0) + (stage?.height ?? 0))
  const mirror = page.getByRole('checkbox', { name: /mirror image/ })
  await mirror.press('Space')
  await expect(mirror).toBeChecked()
  await mirror.press('Space')

  // Moving, by the mouse and by keys.
  await pad(page, 'Jowl, right').getByRole('button').click()
  await page.keyboard.press('p')
  const laid = await outline(page)
  const corner = await middleOf(page, '.handles .vertex', 0)
  await drag(page, corner, [-12, 8])
  await saved(page)
  await expect(pad(page, 'Jowl, right')).toContainText('edited')
  const dragged = await outline(page)
  expect(dragged[0]).not.toEqual(laid[0])
  expect(dragged.slice(1)).toEqual(laid.slice(1))
  await page.keyboard.press('v')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('a')
  await expect.poll(async () => (await outline(page)).length).toBe(laid.length + 1)
  await page.keyboard.press('Shift+Delete')
  await expect.poll(async () => (await outline(page)).length).toBe(laid.length)
  await page.keyboard.press('Escape')
  const whole = await outline(page)
  await page.keyboard.press('Shift+ArrowRight')
  await saved(page)
  const moved = await outline(page)
  const shift = (moved[0]?.[0] ?? 0) - (whole[0]?.[0] ?? 0)
  expect(shift).toBeGreaterThan(0.5)
  moved.forEach(([x, y], i) => expect([x - (whole[i]?.[0] ?? 0), y]).toEqual([expect.closeTo(shift, 0), whole[i]?.[1]])) // prettier-ignore
  await look(page, 'regions-pad-light')

  // What cannot be is said while it is dragged, and put back.
  const first = await middleOf(page, '.handles .vertex', 0)
  const across = await middleOf(page, '.handles .vertex', Math.floor(moved.length / 2))
  await page.mouse.move(first.x, first.y)
  await page.mouse.down()
  await page.mouse.move(across.x + (across.x - first.x), across.y + (across.y - first.y), { steps: 4 })
  await expect(page.getByText(/crosses itself/)).toBeVisible()
  await look(page, 'regions-refused')
  await page.mouse.up()
  await expect(page.getByRole('alert')).toContainText('crosses itself')
  expect(await outline(page)).toEqual(moved)

  // Back and forth.
  await page.keyboard.press('Control+z')
  await expect.poll(() => outline(page)).toEqual(whole)
  await page.keyboard.press('Control+Shift+Z')
  await expect.poll(() => outline(page)).toEqual(moved)

  // The next visit: copied, checked, and reset.
  await page.keyboard.press('PageDown')
  await expect(page.getByRole('heading', { name: 'S1, day 30' })).toBeVisible()
  await page.keyboard.press('Shift+L')
  await expect(page.getByText('Copied from day 0')).toBeVisible()
  await expect(pad(page, 'Jowl, right')).toContainText('copied: look')
  await look(page, 'regions-copied-light')
  // The face is 0.8 times as large and lies elsewhere: so does the copy.
  const copied = await outline(page)
  copied.forEach(([x, y], i) => {
    const [fromX, fromY] = moved[i] ?? [0, 0]
    expect(Math.hypot(x - (90 + 0.8 * fromX), y - (60 + 0.8 * fromY))).toBeLessThan(6)
  })
  await page.keyboard.press('k')
  await expect(pad(page, 'Jowl, right')).toContainText('edited')
  await page.keyboard.press('Shift+R')
  await expect(pad(page, 'Jowl, right')).toContainText('from the atlas')

  // A photograph without a face: drawn by the mouse, and by keys.
  await page.keyboard.press('PageDown')
  await expect(page.getByRole('heading', { name: 'S1, day 60' })).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: 'not drawn yet' })).toHaveCount(21)
  await page.keyboard.press('d')
  const frame = await page.getByRole('group', { name: 'Photograph with its regions' }).boundingBox()
  const inFrame = (x: number, y: number): [number, number] => [
    (frame?.x ?? 0) + (frame?.width ?? 0) * x,
    (frame?.y ?? 0) + (frame?.height ?? 0) * y,
  ]
  for (const [x, y] of [[0.4, 0.4], [0.6, 0.4], [0.6, 0.6]] as const) await page.mouse.click(...inFrame(x, y)) // prettier-ignore
  await look(page, 'regions-drawing')
  await page.keyboard.press('Enter')
  await expect(pad(page, 'Jowl, right')).toContainText(DRAWN)
  await pad(page, 'Jowl, left').getByRole('button').click()
  await page.keyboard.press('d')
  await page.keyboard.press('m')
  await expect(pad(page, 'Jowl, left')).toContainText(DRAWN)
  await prefer(page, { theme: 'dark' })
  await look(page, 'regions-dark')
  expect(await findings(page)).toEqual([])
  await app.close()

  // The next day: what was done last is undone first, on whichever photograph it was.
  const again = await start()
  await again.page.getByRole('button', { name: /^Regions/ }).click()
  await expect(again.page.getByRole('heading', { name: 'Score', exact: true })).toBeVisible()
  await again.page.keyboard.press('Alt+2')
  await again.page.getByRole('button', { name: /S1/ }).first().click()
  await expect(again.page.getByRole('heading', { name: 'S1, day 0' })).toBeVisible()
  await expect(again.page.getByText('Last edit: Jowl, left of S1, day 60')).toBeVisible()
  await again.page.keyboard.press('Control+z')
  await expect(again.page.getByRole('heading', { name: 'S1, day 60' })).toBeVisible()
  await expect(pad(again.page, 'Jowl, left')).toContainText('not drawn yet')
  await again.page.keyboard.press('Control+z')
  await expect(again.page.getByRole('listitem').filter({ hasText: 'not drawn yet' })).toHaveCount(21)
  await again.page.keyboard.press('Control+z')
  await expect(again.page.getByRole('heading', { name: 'S1, day 30' })).toBeVisible()
  await expect(pad(again.page, 'Jowl, right')).toContainText('edited')
  for (let i = 0; i < 3; i++) await again.page.keyboard.press('Control+y')
  await expect(again.page.getByRole('heading', { name: 'S1, day 60' })).toBeVisible()
  await expect(pad(again.page, 'Jowl, left')).toContainText(DRAWN)
  await expect(again.page.getByRole('button', { name: /^Redo/ })).toBeDisabled()
  await expect(again.page.locator('.pad:focus')).toHaveAttribute('aria-label', 'Jowl, left, drawn')
  await again.page.keyboard.press('PageUp')
  await expect(again.page.getByRole('heading', { name: 'S1, day 30' })).toBeVisible()
  await again.page.keyboard.press('PageUp')
  await expect(again.page.getByRole('heading', { name: 'S1, day 0' })).toBeVisible()
  await look(again.page, 'regions-face-dark')
  await again.page.keyboard.press('f')
  await look(again.page, 'regions-whole-dark')
  expect(await findings(again.page)).toEqual([])
})
