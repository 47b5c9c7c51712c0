/**
 * What electron-builder makes of the app, on every system. Built and tried on Linux x64 only. Not built here:
 *
 * - Windows x64 (nsis) and macOS arm64 and x64 (dmg). Each is built on a machine of its own kind, since set-up fetches
 *   the parts for the machine it runs on: the current Electron, the libtensorflow that tfjs-node's own installer takes
 *   (2.9 for Windows x64 and macOS x64, 2.7 for macOS arm64), and the prebuilt better-sqlite3 for that system out of its npm package.
 * - Neither is signed. An unsigned dmg is refused by macOS until its owner allows it in the settings; an unsigned
 *   installer makes Windows ask. Signing takes certificates that whoever publishes Malar has to bring
 *   (electron-builder finds them in CSC_LINK, and for Apple's notary in APPLE_ID).
 *
 * The name `example.malar` and the addresses in package.json are of the domain that is reserved for examples
 * (RFC 2606): nobody has registered a name for Malar yet.
 */
import { join } from 'node:path'
import { root } from '../setup/paths.mjs'
import { assertHolds } from './archive.mjs'
import { fuseTable, setFuses } from './fuses.mjs'

/** The kind of a study file, as desktops name kinds. */
export const STUDY_TYPE = 'application/x-malar-study'

const icons = join(root, 'assets', 'icon')
const scripts = join(root, 'electron', 'packaging', 'deb')

/** Licences of what is in the product: those of Chromium come with Electron, all others are collected by the build. */
const NOTICES = 'THIRD-PARTY-NOTICES.txt'
const CHROMIUM_NOTICES = 'LICENSES.chromium.html'

/** @typedef {import('electron-builder').Configuration} Configuration */

/**
 * @typedef {object} Product
 * @property {string} appFolder as laid out by `layOutApp`
 * @property {string} output the folder of the results
 * @property {string} electronDist an unchanged Electron
 * @property {string} electronVersion
 * @property {boolean} forTests whether a debugger may drive it
 */

/**
 * @param {Product} product
 * @returns {Configuration}
 */
export function builderConfig({ appFolder, output, electronDist, electronVersion, forTests }) {
  const whole = (/** @type {string} */ name) => ({ from: join(appFolder, name), to: name })
  return {
    appId: 'example.malar',
    productName: 'Malar',
    copyright: 'The Malar authors. Apache License 2.0',
    directories: { app: appFolder, output },
    electronDist,
    electronVersion,
    // All is laid out already. This answer keeps electron-builder from installing, rebuilding and pruning packages.
    beforeBuild: async () => false,
    // Folder by folder: a pattern for all of them leaves out what electron-builder takes for rubbish, such as a mesh.
    files: ['package.json', 'LICENSE', ...['build', 'assets', 'node_modules'].map(whole)],
    asar: { smartUnpack: false },
    // The system's loader reads no archives; TensorFlow reads its models by itself.
    asarUnpack: ['**/*.node', '**/*.so', '**/*.so.*', '**/*.dylib', '**/*.dll'],
    electronLanguages: ['en-US'],
    extraFiles: [{ from: join(root, 'build', NOTICES), to: NOTICES }],
    async afterPack({ appOutDir, packager, electronPlatformName: platform }) {
      assertHolds(join(packager.getResourcesDir(appOutDir), 'app.asar'), appFolder)
      await setFuses(join(appOutDir, programName(packager, platform)), fuseTable(forTests, platform))
    },
    fileAssociations: [
      {
        ext: 'malar',
        name: 'Malar study',
        description: 'Malar study',
        role: 'Editor',
        icon: join(icons, process.platform === 'darwin' ? 'document.icns' : 'document.ico'),
      },
    ],
    artifactName: 'Malar-${version}-${arch}.${ext}',
    publish: null,
    linux: {
      executableName: 'malar',
      icon: join(icons, 'png'),
      syncDesktopName: true,
      mimeTypes: [STUDY_TYPE],
      synopsis: 'scores facial fat pads on photographs',
      category: 'Science;MedicalSoftware',
    },
    deb: {
      executableArgs: ['%f'],
      packageCategory: 'science',
      compression: forTests ? 'gz' : 'xz',
      depends: DEBIAN_LIBRARIES,
      recommends: ['xdg-utils'],
      afterInstall: join(scripts, 'after-install.sh'),
      afterRemove: join(scripts, 'after-remove.sh'),
      fpm: Object.entries({
        [join(scripts, 'malar.sh')]: '/usr/bin/malar',
        [join(root, 'build', 'THIRD-PARTY-NOTICES.txt')]: '/usr/share/doc/malar/copyright',
        [join(scripts, 'malar-study.xml')]: '/usr/share/mime/packages/malar.xml',
        [join(icons, 'document.svg')]:
          `/usr/share/icons/hicolor/scalable/mimetypes/${STUDY_TYPE.replace('/', '-')}.svg`,
      }).map(([from, to]) => `${from}=${to}`),
    },
    // electron-builder's own default would switch the sandbox off. It is unpacked at each start where it cannot be
    // mounted, and gzip is unpacked three times as fast as xz, which would save a third of the size.
    appImage: { executableArgs: [], compression: 'gzip' },
    win: { icon: join(icons, 'malar.ico') },
    nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true },
    mac: {
      icon: join(icons, 'malar.icns'),
      category: 'public.app-category.medical',
      hardenedRuntime: true,
      // Elsewhere electron-builder leaves them beside the program.
      extraFiles: [{ from: join(electronDist, CHROMIUM_NOTICES), to: CHROMIUM_NOTICES }],
    },
  }
}

/** What Electron and TensorFlow need of the system; other releases have the same libraries under a newer name. */
const DEBIAN_LIBRARIES = [
  'libgtk-3-0 | libgtk-3-0t64',
  'libnss3',
  'libasound2 | libasound2t64',
  'libgbm1',
  'libxss1',
  'libatk-bridge2.0-0 | libatk-bridge2.0-0t64',
  'libdrm2',
  'libstdc++6',
]

/**
 * @param {import('electron-builder').AfterPackContext['packager']} packager
 * @param {string} platform
 */
function programName(packager, platform) {
  const { productFilename } = packager.appInfo
  if (platform === 'darwin') return `${productFilename}.app`
  return platform === 'win32' ? `${productFilename}.exe` : 'malar'
}

/** Where everything of packaging ends up. */
export const OUTPUT = join(root, 'dist')
