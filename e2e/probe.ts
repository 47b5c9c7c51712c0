/** What is put into the page to watch it: when an answer is on disk, when the next pad is painted, how long frames take. */
import type { Page } from '@playwright/test'

/** What followed a key; all times in milliseconds. */
export interface Followed {
  /** From the key to when the window knows that the answer is on disk; null where no further pad was saved. */
  committed: number | null
  /** From the key to the frame that shows the next crop, sharp. */
  painted: number
  /** The next crop is of another photograph. */
  nextPhotograph: boolean
}

/** What the probe leaves in the page's window. */
interface Probed {
  /** Settles when another pad than at the last key is on the screen. */
  followed: Promise<Followed>
  /** Ends the counting of frames; gives the length of each. */
  endFrames(): number[]
}

/** Installs the probe, once for a page. */
export async function probe(page: Page): Promise<void> {
  await page.evaluate(() => {
    const text = (selector: string): string => document.querySelector(selector)?.textContent?.trim() ?? ''
    const saved = (): string => String(document.querySelector('progress')?.value)
    const showing = (): string => text('.title .num')
    const shown = (): string => text('h1') + showing()
    const drawn = (): boolean => document.querySelector('figure [aria-busy="true"]') === null
    const probed = window as unknown as Probed
    let leave = (): void => undefined

    function follow(begun: number): Promise<Followed> {
      const before = { saved: saved(), shown: shown(), showing: showing() }
      return new Promise((tell) => {
        let committed: number | null = null
        const observer = new MutationObserver(() => {
          if (saved() !== before.saved) committed ??= performance.now() - begun
          if (shown() === before.shown || !drawn()) return
          leave()
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
        })
        leave = () => observer.disconnect()
        const all = { subtree: true, childList: true, characterData: true, attributes: true }
        observer.observe(document.body, all)
      })
    }
    window.addEventListener(
      'keydown',
      ({ timeStamp }) => {
        leave()
        probed.followed = follow(timeStamp)
      },
      true,
    )
  })
}

/** Waits until another pad is on the screen than at the last key. */
export function followed(page: Page): Promise<Followed> {
  return page.evaluate(() => (window as unknown as Probed).followed)
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
