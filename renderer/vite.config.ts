import { writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

const here = fileURLToPath(new URL('.', import.meta.url))

/** Says which files of packages went into the window, beside the build: their licences are shown under Help. */
const listPackages: Plugin = {
  name: 'list-packages',
  apply: 'build',
  generateBundle(_options, bundle) {
    const files = Object.values(bundle).flatMap((part) =>
      part.type === 'chunk' ? Object.entries(part.modules) : [],
    )
    const kept = files.filter(
      ([file, { renderedLength }]) => file.includes('node_modules') && renderedLength > 0,
    )
    const paths = kept.map(([file]) => relative(`${here}..`, file.replace(/\?.*$/, '')).replaceAll('\\', '/'))
    writeFileSync(`${here}../build/bundled-window.json`, JSON.stringify([...new Set(paths)].sort()))
  },
}

/** The window's build: one page, no inline code, nothing that Chromium 108 does not know. Also runs its unit tests. */
export default defineConfig({
  root: here,
  base: './',
  plugins: [svelte({ configFile: `${here}svelte.config.js` }), listPackages],
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
