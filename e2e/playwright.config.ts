import { defineConfig } from '@playwright/test'

/** Journeys through the real app: one app at a time, since they share the machine's cores. */
export default defineConfig({
  testDir: '.',
  testMatch: '**/*.journey.ts',
  outputDir: '../out/e2e',
  workers: 1,
  fullyParallel: false,
  timeout: 240_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['html', { outputFolder: '../out/report', open: 'never' }]],
})
