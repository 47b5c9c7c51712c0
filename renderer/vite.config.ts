import { fileURLToPath } from 'node:url'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'

const here = fileURLToPath(new URL('.', import.meta.url))

/** The window's build: one page, no inline code, nothing that Chromium 108 does not know. Also runs its unit tests. */
export default defineConfig({
  root: here,
  base: './',
  plugins: [svelte({ configFile: `${here}svelte.config.js` })],
  resolve: { conditions: ['browser'] },
  server: { host: '127.0.0.1', fs: { allow: [`${here}..`] } },
  build: {
    target: 'chrome108',
    outDir: '../build/renderer',
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: { input: [`${here}index.html`, `${here}decoder.html`] },
  },
  test: { include: ['**/*.test.ts'], environment: 'node' },
})
