/** What is put into the page to watch it: when an answer is known to be on disk, when the next crop is painted. */
import type { Page } from '@playwright/test'
import type { Answer } from './times'

/** What the probe leaves in the page's window. */
interface Probed {
  /** Settles when the answer to the last Enter is followed by the next crop on the screen. */
  answered: Promise<Answer>
  /** Ends the counting of frames; gives the length of each. */
  endFrames(): number[]
}

/** Installs the probe; the scoring screen must be in sight. */
export async function probe(page: Page): Promise<void> {
  await page.evaluate(() => {
    const $ = (selector: string): string => document.querySelector(selector)?.textContent?.trim() ?? ''
    const saved = (): string => String(document.querySelector('progress')?.value)
    const showing = (): string => $('.title .num')
    const shown = (): string => $('h1') + showing()
    const drawn = (): boolean => {
      return document.querySelector('figure [aria-busy="false"]') !== null
    }
    const probed = window as unknown as Probed
    const watch = (begun: number): Promise<Answer> => {
      const before = { saved: saved(), shown: shown(), showing: showing() }
      return new Promise((tell) => {
        let committed = 0
        const look = (): void => {
          if (committed === 0 && saved() !== before.saved) committed = performance.now() - begun
          if (committed === 0 || shown() === before.shown || !drawn()) return
          observer.disconnect()
          document.removeEventListener('load', look, true)
          // The frame after the next begins when the next is drawn: Chromium makes no frame ahead of its pixels.
          requestAnimationFrame(() =>
            requestAnimationFrame(() =>
              tell({
                committed,
                painted: performance.now() - begun,
                nextPhotograph: showing() !== before.showing,
              }),
            ),
          )
        }
        const observer = new MutationObserver(look)
        observer.observe(document.body, {
          subtree: true,
          childList: true,
          characterData: true,
          attributes: true,
        })
        document.addEventListener('load', look, true)
      })
    }
    window.addEventListener(
      'keydown',
      (event) => {
        if (event.key === 'Enter') probed.answered = watch(event.timeStamp)
      },
      true,
    )
  })
}

/** Types a value, presses Enter, and waits until the next crop is on the screen. */
export async function answer(page: Page, value: string): Promise<Answer> {
  await page.keyboard.type(value)
  await page.keyboard.press('Enter')
  return page.evaluate(() => (window as unknown as Probed).answered)
}

/** Runs work and gives the length of every frame meanwhile. */
export async function framesDuring(page: Page, work: () => Promise<void>): Promise<number[]> {
  await page.evaluate(() => {
    const frames: number[] = []
    let last = 0
    let running = true
    const tick = (at: number): void => {
      if (last > 0) frames.push(at - last)
      last = at
      if (running) requestAnimationFrame(tick)
    }
    requestAnimationFrame(tick)
    ;(window as unknown as Probed).endFrames = () => {
      running = false
      return frames
    }
  })
  await work()
  return page.evaluate(() => (window as unknown as Probed).endFrames())
}
