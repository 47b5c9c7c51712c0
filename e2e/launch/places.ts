/** Where the journeys find the project, and where they leave what people look at. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '')

/** Pictures, reports, figures. MALAR_E2E_OUT names another folder where the checkout may not be written. */
export const OUT = process.env.MALAR_E2E_OUT ?? join(ROOT, 'out')
