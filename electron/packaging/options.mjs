/** What `npm run package` was asked to do. */
import { SetupError } from '../setup/messages.mjs'

/** The oldest Electron that may be given to a user; older ones get no security fixes any more. */
const LEAST_ELECTRON = 45

/** The installers that each system can build. */
const INSTALLERS = { linux: ['AppImage', 'deb'], win32: ['nsis'], darwin: ['dmg'] }

const USAGE = `npm run package -- [--for-tests [--hardened]] [--dir | --only INSTALLER]
  --for-tests        marks the product as one for tests; the only way to package an old Electron
  --hardened         beside it, the same folder with the fuses of a release, so that they can be tested
  --dir              the unpacked folder alone, without installers
  --only INSTALLER   one installer: ${Object.values(INSTALLERS).flat().join(', ')}`

/**
 * @typedef {object} PackageOptions
 * @property {boolean} forTests whether the product is for tests only, and can be inspected
 * @property {boolean} hardened whether a folder with the fuses of a release is wanted besides
 * @property {string[]} targets what electron-builder calls the kinds of installers; `dir` for none
 */

/**
 * Reads the words after `npm run package --`.
 * @param {readonly string[]} words
 * @param {NodeJS.Platform} [platform]
 * @returns {PackageOptions}
 * @throws {SetupError} with the usage
 */
export function readOptions(words, platform = process.platform) {
  const installers = INSTALLERS[/** @type {'linux'} */ (platform)]
  if (installers === undefined) throw new SetupError(`Malar cannot be packaged on ${platform}.`)
  /** @type {PackageOptions} */
  const options = { forTests: false, hardened: false, targets: installers }
  for (let i = 0; i < words.length; i++) {
    const word = words[i]
    if (word === '--for-tests') options.forTests = true
    else if (word === '--hardened') options.hardened = true
    else if (word === '--dir') options.targets = ['dir']
    else if (word === '--only') options.targets = [installer(installers, words[++i])]
    else throw new SetupError(`There is no option ${word}.\n${USAGE}`)
  }
  if (options.hardened && !options.forTests) {
    throw new SetupError(`A release is hardened by itself: --hardened belongs to --for-tests.\n${USAGE}`)
  }
  return options
}

/**
 * @param {readonly string[]} known
 * @param {string | undefined} word
 */
function installer(known, word) {
  const found = known.find((name) => name.toLowerCase() === word?.toLowerCase())
  if (found === undefined) throw new SetupError(`Here --only takes one of ${known.join(', ')}.\n${USAGE}`)
  return found
}

/**
 * Keeps an Electron without security fixes, and a TensorFlow that fits few machines, away from users.
 * @param {PackageOptions} options
 * @param {import('../setup/setup.mjs').Runtime} runtime
 * @throws {SetupError} when a release would hold them
 */
export function assertShippable(options, runtime) {
  if (runtime.tensorflow.device !== 'cpu') {
    throw new SetupError(
      'TensorFlow for graphics cards is 5 GB and goes into no package. Unset MALAR_DEVICE and try again.',
    )
  }
  const major = Number(runtime.electronVersion.split('.')[0])
  if (major < LEAST_ELECTRON && !options.forTests) {
    throw new SetupError(
      `This would be a release with Electron ${runtime.electronVersion}, which gets no security fixes any more ` +
        `and must not reach a user. Package where Electron ${LEAST_ELECTRON} can be fetched, ` +
        'or say --for-tests to get a package that is marked as one for tests.',
    )
  }
}
