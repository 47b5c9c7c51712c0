/**
 * What `electron FOLDER` runs: it finds the application folder among the arguments and starts its main
 * script, as the default app that ships with Electron does. The Electron 22 used for development lacks
 * that default app; set-up lays this one into its copy. It is never part of a release.
 */
/* eslint-disable @typescript-eslint/no-require-imports -- Electron 22 loads CommonJS only. */
const { app } = require('electron')
const fs = require('node:fs')
const path = require('node:path')
const Module = require('node:module')

const folder = process.argv.slice(1).find((argument) => !argument.startsWith('-'))

if (folder === undefined) {
  console.error('Usage: electron [switches] FOLDER [arguments]')
  app.exit(1)
} else {
  const root = path.resolve(folder)
  const manifest = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'))
  // Tells the application that argv holds the folder of the application too.
  Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true })
  app.setName(manifest.productName ?? manifest.name)
  if (manifest.version) app.setVersion(manifest.version)
  app.setAppPath(root)
  Module._load(path.join(root, manifest.main ?? 'index.js'), Module, true)
}
