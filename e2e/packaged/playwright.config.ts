import { join } from 'node:path'
import { defineConfig } from '@playwright/test'
import { OUT } from '../launch/places'

/** Journeys through a packaged app, which MALAR_E2E_APP names; MALAR_E2E_HARDENED names the one as a release is. */
export default defineConfig({
  testDir: '..',
  testMatch: ['**/packaged/*.packaged.ts', '**/security/*.journey.ts', '**/first-study.journey.ts'],
  outputDir: join(OUT, 'e2e'),
  workers: 1,
  fullyParallel: false,
  timeout: 240_000,
  expect: { timeout: 20_000 },
})
