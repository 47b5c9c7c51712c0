/** What the product holds besides npm packages: the platform, native libraries, models. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inModules, root } from '../../setup/paths.mjs'
import { joined, storedText } from './packages.mjs'
import { assertAllowed, LicenceError } from './policy.mjs'

/** @typedef {import('./packages.mjs').Work} Work */

/** Many licences at once, all of them in the text. Only for the collections named in this file. */
const SEVERAL = 'LicenseRef-several'

/**
 * Malar itself.
 * @returns {Work}
 */
export function malar() {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return work('Malar', version, 'Apache-2.0', 'This program itself.', [
    storedText('Apache-2.0', 'Copyright The Malar authors'),
  ])
}

/**
 * Electron and what it holds.
 * @param {string} electron its version
 * @returns {Work[]}
 */
export function platform(electron) {
  const inside = `in Electron ${electron}`
  return [
    work('Electron', electron, 'MIT', '', [readFileSync(inModules('electron', 'LICENSE'), 'utf8')]),
    work(
      'Chromium, Node.js and what they contain',
      inside,
      SEVERAL,
      'Below is the licence of Chromium itself. The notices of Chromium, of Node.js and of some hundred works in them ' +
        'are a file of their own beside the program, LICENSES.chromium.html.',
      [storedText('Chromium')],
      [SEVERAL],
    ),
    work(
      'FFmpeg',
      inside,
      'LGPL-2.1-or-later',
      'It comes with Electron as a library of its own (libffmpeg), which is loaded when the program starts and can be ' +
        'replaced by another build of it. Its source is published with each release of Electron, at ' +
        'github.com/electron/electron. Malar shows no film and plays no sound.',
      [storedText('LGPL-2.1')],
      ['LGPL-2.1-or-later'],
    ),
  ]
}

/**
 * TensorFlow's library and what it holds.
 * @param {string} version
 * @param {string} folder where its licences lie
 * @returns {Work[]}
 * @throws {LicenceError} when they are not there
 */
export function tensorflow(version, folder) {
  const read = (/** @type {string} */ name) => {
    if (existsSync(join(folder, name))) return readFileSync(join(folder, name), 'utf8')
    throw new LicenceError(
      `TensorFlow ${version} comes without ${name}. Set-up lays it beside the library (electron/setup/tensorflow.mjs).`,
    )
  }
  return [
    work('TensorFlow', version, 'Apache-2.0', '', [read('LICENSE')]),
    work(
      'Works in TensorFlow',
      version,
      SEVERAL,
      'The notices of everything that TensorFlow is built with, as its authors publish them. Eigen among them is under ' +
        'the Mozilla Public License 2.0; it is used unchanged, and its source is where the text says. A script of LLVM ' +
        'that helps to build it, config.guess, is under the GNU General Public License and not in the library.',
      [read('THIRD_PARTY_TF_C_LICENSES')],
      [SEVERAL],
    ),
  ]
}

/**
 * SQLite, which is compiled into better-sqlite3.
 * @returns {Work[]}
 */
export function sqlite() {
  const header = readFileSync(inModules('better-sqlite3', 'deps', 'sqlite3', 'sqlite3.h'), 'utf8')
  const version = /#define SQLITE_VERSION\s+"([^"]+)"/.exec(header)?.[1]
  const blessing = /\*\*\s*(The author disclaims copyright[\s\S]*?)\*{10}/.exec(header)?.[1]
  if (!version || !blessing)
    throw new LicenceError('The sqlite3.h of better-sqlite3 no longer says what it is.')
  return [work('SQLite', version, 'blessing', 'In the public domain.', [blessing.replace(/^\*\* ?/gm, '')])]
}

/**
 * What is compiled into the WebAssembly of TensorFlow.js; its package says nothing of it.
 * @param {string} version of TensorFlow.js
 * @returns {Work[]}
 */
export function webAssembly(version) {
  const inside = `in TensorFlow.js ${version}`
  const note = 'Compiled into the WebAssembly files of TensorFlow.js.'
  return [
    work('Emscripten', inside, 'MIT', note, [
      storedText('MIT', 'Copyright (c) 2010-2014 Emscripten authors, see AUTHORS file.'),
    ]),
    work('FP16', inside, 'MIT', note, [storedText('FP16')]),
    work('FXdiv', inside, 'MIT', note, [storedText('FXdiv')]),
    work('libc++ and compiler-rt of LLVM', inside, 'Apache-2.0 WITH LLVM-exception', note, [
      storedText('LLVM'),
    ]),
    work('musl', inside, 'MIT', note, [storedText('MIT', 'Copyright © 2005-2020 Rich Felker, et al.')]),
    work('pthreadpool', inside, 'BSD-2-Clause', note, [storedText('pthreadpool')]),
    work('XNNPACK', inside, 'BSD-3-Clause', note, [storedText('XNNPACK')]),
  ]
}

/**
 * What an AppImage begins with.
 * @returns {Work[]}
 */
export function appImage() {
  const note =
    'The small program at the head of an AppImage, which reads the rest of it. Of the works in it, squashfuse has the ' +
    'second licence below; liblzma of XZ Utils is in the public domain.'
  const own = storedText('MIT', 'Copyright (c) 2004-16 Simon Peter')
  return [
    work('AppImage runtime', 'of AppImageKit', 'MIT AND BSD-2-Clause', note, [own, storedText('squashfuse')]),
  ]
}

/**
 * The models and the atlas in assets/; the NOTICE.md beside each says where it comes from.
 * @returns {Work[]}
 */
export function models() {
  const asset = (/** @type {string[]} */ ...path) => readFileSync(join(root, 'assets', ...path), 'utf8')
  const apache = storedText('Apache-2.0')
  const mediapipe = 'Copyright The MediaPipe Authors'
  return [
    work('Canonical face model of MediaPipe', 'unchanged', 'Apache-2.0', '', [
      asset('atlas', 'NOTICE.md'),
      apache,
    ]),
    work('BlazeFace and Face Mesh of MediaPipe', 'in @vladmandic/human 3.3.6', 'Apache-2.0 AND MIT', '', [
      asset('landmarks', 'NOTICE.md'),
      `${mediapipe}\n\n${apache}`,
      asset('landmarks', 'LICENSE.human'),
    ]),
    work('EfficientNet-lite0', '0.1.0', 'Apache-2.0', '', [asset('trunk', 'NOTICE.md'), apache]),
  ]
}

/**
 * @param {string} name
 * @param {string} version
 * @param {string} licence
 * @param {string} note
 * @param {string[]} texts
 * @param {string[]} [also] licences that are not for everybody, and why is said in the note
 * @returns {Work}
 */
function work(name, version, licence, note, texts, also) {
  assertAllowed(`${name} ${version}`, licence, also)
  return { name, version, licence, note, text: joined(texts) }
}
