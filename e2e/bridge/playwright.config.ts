import { defineConfig } from '@playwright/test'

// Read by e2e/launch/options.ts, here and in the processes that run the journeys.
process.env.MALAR_E2E = 'chromium'

/** Files that are not tried here, each with its reason. A single journey says its own where it is skipped. */
const LEFT_OUT = {
  '**/dev.journey.ts': 'It is about the development server.',
  '**/verbs.journey.ts':
    'Verbs have no window. The study of the other journeys is made here by verbs all the same.',
  '**/training-faults.journey.ts':
    'It is about the engine, whose faults are tried in Electron and by the drills.',
}

/** Journeys that train for minutes and show screens that others show too; MALAR_E2E_LONG=1 runs them. */
const LONG = [/the sample study learns/, /an assisted round shows/, /rolled back to with a key/]

/** The journeys of the window in a current Chromium, with the app's main process on Node: see electron.ts. */
export default defineConfig({
  testDir: '../journeys',
  testMatch: '**/*.journey.ts',
  testIgnore: Object.keys(LEFT_OUT),
  grepInvert: process.env.MALAR_E2E_LONG ? [] : LONG,
  globalSetup: './build.ts',
  outputDir: '../../out/chromium/e2e',
  workers: 1,
  fullyParallel: false,
  timeout: 240_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
})
