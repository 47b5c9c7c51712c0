/** Rounds as a person starts and scores them. */
import type { Page } from '@playwright/test'
import { expect } from './app'

type Mode = 'Blind' | 'Reveal' | 'Assisted' | 'Repeat' | 'Practice'

/** Chooses rater and mode; the rules are left as they are. */
export async function chooseRound(page: Page, rater: string, mode: Mode): Promise<void> {
  await page.keyboard.press('Alt+3')
  await page.getByRole('radio', { name: rater, exact: true }).check()
  await page.getByRole('radio', { name: mode, exact: true }).check()
}

/** Fills the boxes of the rules by their names. */
export async function fillRules(page: Page, rules: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(rules)) await page.getByLabel(name).fill(value)
}

/** Starts a round from the Score screen, as a rater does. */
export async function startRound(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Start the round' }).click()
  await expect(page.getByRole('heading', { name: /, (right|left)$/ })).toBeVisible()
}

/** Types a value and waits until it is counted and the next pad can be answered. */
export async function scorePad(page: Page, value: string, done: number, total: number): Promise<void> {
  await ready(page)
  await page.keyboard.type(value)
  await page.keyboard.press('Enter')
  if (done === total) return
  await expect(page.getByText(`${done} of ${total}`, { exact: true })).toBeVisible()
  await ready(page)
}

/** Waits until the pad in sight can be answered: keys before that may be meant for another. */
export async function ready(page: Page): Promise<void> {
  await expect(page.getByRole('group', { name: 'Answer' })).toHaveAttribute('aria-busy', 'false')
}
