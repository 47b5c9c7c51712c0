import type { Page } from '@playwright/test'
import type { MalarBridge, PreferenceValues } from '../electron/contract'

/** Changes what is chosen for this computer, as the settings do, from whatever screen is in sight. */
export async function prefer(page: Page, change: Partial<PreferenceValues>): Promise<void> {
  await page.evaluate(async (wanted) => {
    const { malar } = window as unknown as { malar: MalarBridge }
    await malar.changePreferences(wanted)
  }, change)
  if (change.theme && change.theme !== 'system')
    await page.locator(`html[data-theme=${change.theme}]`).waitFor({ state: 'attached' })
}
