/**
 * Packages that do not say all of their licence where one looks for it. Each correction is for one version, whose files
 * somebody has read; a newer one has to be read again.
 */

/**
 * Where a licence text is found.
 * @typedef {{ text: string, copyright?: string }} StoredText in `texts/`, or `Apache-2.0` for the project's LICENSE; a
 *   standard text lacks the name of whose copyright it is
 * @typedef {{ own: string, from: string, to?: string }} Excerpt of a file of the package: from the line with these words
 *   up to the line with those, or to the end
 */

/**
 * @typedef {object} Correction
 * @property {string} name
 * @property {string} version
 * @property {string} says what its package.json says
 * @property {string} [licence] what is right, if something else
 * @property {(StoredText | Excerpt)[]} texts besides the licence files in the package
 * @property {string} reason shown with the text
 */

const google = { text: 'Apache-2.0', copyright: 'Copyright 2017-2024 Google LLC. All Rights Reserved.' }

/** @returns {Correction} */
const ofTensorflow = (/** @type {string} */ name) => ({
  name: `@tensorflow/${name}`,
  version: '4.22.0',
  says: 'Apache-2.0',
  texts: [google],
  reason: 'The package holds no licence file; the head of each of its files names the licence and the owner.',
})

/** @type {Correction[]} */
export const CORRECTIONS = [
  ...[
    'tfjs',
    'tfjs-backend-cpu',
    'tfjs-backend-wasm',
    'tfjs-backend-webgl',
    'tfjs-converter',
    'tfjs-core',
    'tfjs-data',
    'tfjs-node',
  ].map(ofTensorflow),
  {
    ...ofTensorflow('tfjs-layers'),
    says: 'Apache-2.0 AND MIT',
    texts: [google, { text: 'MIT', copyright: 'Copyright 2018 Google LLC' }],
  },
  {
    name: 'jpeg-js',
    version: '0.4.4',
    says: 'BSD-3-Clause',
    licence: 'BSD-3-Clause AND Apache-2.0',
    texts: [
      { own: 'lib/encoder.js', from: 'Copyright (c) 2008, Adobe Systems', to: '*/' },
      { own: 'lib/decoder.js', from: 'Copyright 2011 notmasteryet', to: '*/' },
      { text: 'Apache-2.0' },
    ],
    reason: 'Its licence file is for the whole; the head of its decoder names another licence and owner.',
  },
  {
    name: 'seedrandom',
    version: '3.0.5',
    says: 'MIT',
    texts: [{ own: 'README.md', from: 'LICENSE (MIT)' }],
    reason: 'The package has its licence at the end of README.md.',
  },
  {
    name: 'tr46',
    version: '0.0.3',
    says: 'MIT',
    texts: [{ text: 'MIT', copyright: 'Copyright (c) Sebastian Mayr' }],
    reason: 'The package holds no licence file; its package.json names the licence and the author.',
  },
]
