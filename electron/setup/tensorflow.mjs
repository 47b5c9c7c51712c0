/**
 * TensorFlow for Node: tfjs-node's addon and the library beneath it. On Linux x64 the library comes out of
 * TensorFlow's wheel, which is years newer than the one tfjs-node fetches, and the addon is compiled
 * against it. Elsewhere tfjs-node's own installer does both.
 */
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { symlinkSync } from 'node:fs'
import { basename, delimiter, join } from 'node:path'
import { madeFolder } from './cache.mjs'
import { say } from './messages.mjs'
import { inModules, nodeHeaders, toolNode } from './paths.mjs'
import { fetchWheel, unpackWheel } from './pip.mjs'
import { run } from './processes.mjs'
import { cuda, tensorflowCpu, tensorflowGpu } from './wheels.mjs'

const tfjs = inModules('@tensorflow', 'tfjs-node')
const libraries = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2']

/** What is taken out of the wheel, and where it goes. */
const wantedMembers = {
  'tensorflow/(libtensorflow_(?:cc|framework)\\.so\\.2)': 'lib/\\1',
  // The headers of the C interface, and those that they include.
  'tensorflow/(include/tensorflow/(?:c|core/platform)/.*\\.h)': '\\1',
  'tensorflow/(include/(?:tsl/platform|xla/tsl)/.*\\.h)': '\\1',
}

/** What its licences say, under the names that they have in the archive which tfjs-node fetches elsewhere. */
const notices = {
  'tensorflow/include/(LICENSE)': '\\1',
  'tensorflow/THIRD_PARTY_NOTICES\\.txt': 'THIRD_PARTY_TF_C_LICENSES',
}

/** The addon that tfjs-node loads. */
export const addonFile = join(tfjs, 'lib', 'napi-v8', 'tfjs_binding.node')

/** @returns {'cpu' | 'gpu'} what MALAR_DEVICE asks for */
export function wantedDevice() {
  return process.env.MALAR_DEVICE === 'gpu' ? 'gpu' : 'cpu'
}

const fromWheel = process.platform === 'linux' && process.arch === 'x64'

/**
 * The library of TensorFlow, on Linux x64: fetched and unpacked into the cache. Needs no npm packages.
 * @returns {Promise<string | null>} its folder; null where tfjs-node brings its own
 */
export async function ensureTensorflowLibrary() {
  if (!fromWheel) return null
  const device = wantedDevice()
  const wheel = wantedWheel()
  const name = `tensorflow-${device}-${wheel.version}-${wheel.sha256.slice(0, 8)}`
  return madeFolder(name, async (folder) => {
    await unpackWheel(await fetchWheel(wheel), folder, wantedMembers, `Unpacking ${wheel.name}`)
    if (device === 'gpu') await addCuda(folder)
  })
}

const wantedWheel = () => (wantedDevice() === 'gpu' ? tensorflowGpu : tensorflowCpu)

/** @returns {Promise<string>} a folder with the licences of the library */
async function unpackNotices() {
  const wheel = wantedWheel()
  return madeFolder(`tensorflow-notices-${wheel.version}-${wheel.sha256.slice(0, 8)}`, async (folder) =>
    unpackWheel(await fetchWheel(wheel), folder, notices),
  )
}

/**
 * Puts library and addon where tfjs-node looks for them.
 * @param {string | null} library as given by `ensureTensorflowLibrary`
 * @returns {Promise<string>} the version of TensorFlow that answers
 * @throws {import('./messages.mjs').SetupError} when it cannot be compiled, or does not start
 */
export async function ensureTensorflowAddon(library) {
  if (library === null) await installAsPublished()
  else await link(library, await compileAddon(library), await unpackNotices())
  const { version, card } = await check()
  if (wantedDevice() === 'gpu') {
    say(
      card
        ? 'TensorFlow finds a graphics card.'
        : 'TensorFlow finds no graphics card, so Malar will learn on the processor. A card needs NVIDIA’s driver, version 525 or newer.',
    )
  }
  return version
}

/**
 * The CUDA libraries, laid out as in site-packages: `lib/` finds them at `../nvidia/*` by its own run paths.
 * They are 2.8 GB to fetch and 4.3 GB unpacked.
 * @param {string} folder
 */
async function addCuda(folder) {
  for (const wheel of cuda) await unpackWheel(await fetchWheel(wheel), folder, { '(nvidia/.+)': '\\1' })
  const programs = join(folder, 'nvidia', 'cuda_nvcc', 'bin')
  for (const name of existsSync(programs) ? readdirSync(programs) : []) chmodSync(join(programs, name), 0o755)
}

/** @param {string} library */
async function compileAddon(library) {
  const headers = nodeHeaders()
  const sources = ['binding/tfjs_backend.cc', 'binding/tfjs_binding.cc']
  const flags = [
    '-std=c++17',
    '-O2',
    '-shared',
    '-fPIC',
    '-DNAPI_VERSION=8',
    '-Wl,-rpath,$ORIGIN/../../deps/lib',
  ]
  const recipe = createHash('sha256').update(basename(library)).update(flags.join())
  for (const source of [...sources, 'package.json']) recipe.update(readFileSync(join(tfjs, source)))

  const made = await madeFolder(`tfjs-addon-${recipe.digest('hex').slice(0, 12)}`, async (folder) => {
    // The two files of tfjs-node's binding.gyp, with the same settings; the interface is plain C.
    const includes = [join(library, 'include'), join(headers, 'include', 'node')].flatMap((path) => [
      '-I',
      path,
    ])
    const needed = libraries.map((name) => `-l:${name}`)
    const output = ['-o', join(folder, 'tfjs_binding.node')]
    const args = [...flags, ...includes, '-I..', ...sources, '-L', join(library, 'lib'), ...needed, ...output]
    await run('g++', args, { cwd: tfjs, label: 'Compiling the TensorFlow addon' })
  })
  return join(made, 'tfjs_binding.node')
}

/**
 * @param {string} library
 * @param {string} addon
 * @param {string} texts
 */
async function link(library, addon, texts) {
  const deps = join(tfjs, 'deps')
  rmSync(deps, { recursive: true, force: true })
  mkdirSync(join(deps, 'lib'), { recursive: true })
  for (const name of libraries) symlinkSync(join(library, 'lib', name), join(deps, 'lib', name))
  for (const name of readdirSync(texts)) copyFileSync(join(texts, name), join(deps, name))
  if (existsSync(join(library, 'nvidia'))) symlinkSync(join(library, 'nvidia'), join(deps, 'nvidia'))
  // A copy, not a link: the addon finds deps/lib from where it lies itself. Removed first, since a process
  // that has the old one loaded must keep it.
  mkdirSync(join(addonFile, '..'), { recursive: true })
  rmSync(addonFile, { force: true })
  copyFileSync(addon, addonFile)
}

async function installAsPublished() {
  if (existsSync(addonFile)) return
  const PATH = [inModules('.bin'), process.env.PATH].join(delimiter)
  const args = ['scripts/install.js', wantedDevice(), 'download']
  const label = "Installing TensorFlow (tfjs-node's own installer)"
  await run(toolNode(), args, { cwd: tfjs, env: { ...process.env, PATH }, label })
}

/**
 * Loads it once: tfjs-node without its library would silently compute in plain JavaScript.
 * @returns {Promise<{ version: string, card: boolean }>}
 */
async function check() {
  const script = `const util = require('util')
    util.isNullOrUndefined ??= (x) => x == null
    util.isArray ??= Array.isArray
    process.env.TF_FORCE_GPU_ALLOW_GROWTH = 'true'
    const tf = require('@tensorflow/tfjs-node')
    if (tf.getBackend() !== 'tensorflow') throw new Error('TensorFlow did not start: ' + tf.getBackend())
    const { binding, isUsingGpuDevice } = tf.backend()
    console.log(JSON.stringify({ version: binding.TF_Version, card: isUsingGpuDevice }))`
  const answer = await run(toolNode(), ['-e', script], { cwd: tfjs })
  return JSON.parse(answer.trim().split('\n').at(-1) ?? '')
}
