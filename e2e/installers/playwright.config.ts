import { join } from 'node:path'
import { defineConfig } from '@playwright/test'
import { OUT } from '../launch/places'

/** Journeys with what the installers leave; check.mjs installs it and says where. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.installed.ts',
  outputDir: join(OUT, 'e2e'),
  workers: 1,
  fullyParallel: false,
  timeout: 240_000,
  expect: { timeout: 20_000 },
})
