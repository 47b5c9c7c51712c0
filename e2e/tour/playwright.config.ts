import { defineConfig } from '@playwright/test'

/** `npm start` where there is no display: the main job, done by the app itself, with pictures of every screen. */
export default defineConfig({
  testDir: '.',
  testMatch: '**/*.tour.ts',
  outputDir: '../../out/tour',
  workers: 1,
  timeout: 1_200_000,
  expect: { timeout: 30_000 },
  reporter: [['line']],
})
