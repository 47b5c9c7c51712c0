import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [svelte()],
  test: {
    include: [
      'electron/**/*.test.ts',
      'db/**/*.test.ts',
      'renderer/**/*.test.ts',
      'e2e/{bench,bridge,drills}/**/*.test.ts',
    ],
    pool: 'forks',
    testTimeout: 120_000,
  },
})
