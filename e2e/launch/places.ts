/** Where the journeys find the project, and where they leave what people look at. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout: looked for upwards, since this file is also bundled into a program of build/. */
export const ROOT = checkoutAbove(dirname(fileURLToPath(import.meta.url)))

/** Pictures, reports, figures. MALAR_E2E_OUT names another folder where the checkout may not be written. */
export const OUT = process.env.MALAR_E2E_OUT ?? join(ROOT, 'out')

function checkoutAbove(folder: string): string {
  return existsSync(join(folder, 'package-lock.json')) ? folder : checkoutAbove(dirname(folder))
}
