/** What of node_modules a program needs: the files that its `require` calls reach, and no others. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { build } from 'esbuild'
import { inModules, root } from '../setup/paths.mjs'

/** What the build leaves to node_modules, as it stands in the bundles: `require("NAME")`, also by another name. */
const EXTERNAL = /\b\w*[rR]equire\w*\("((?:@tensorflow\/|better-sqlite3)[^"]*)"\)/g

/**
 * The packages that bundles ask for when they run.
 * @param {string[]} bundles their paths
 * @returns {string[]} names, also of single files in packages
 */
export function externalsOf(bundles) {
  const texts = bundles.map((path) => readFileSync(path, 'utf8'))
  const names = texts.flatMap((text) => [...text.matchAll(EXTERNAL)].map(([, name]) => name))
  return [...new Set(names)].sort()
}

/**
 * The files in node_modules that a program with these `require` calls can come to, with the package.json and the
 * licence of each package. What is found by a path only, such as a native addon, is not among them.
 * @param {string[]} names as given by `externalsOf`
 * @param {string[]} without packages that are replaced by something else
 * @returns {Promise<string[]>} paths relative to node_modules, sorted
 */
export async function reachedFiles(names, without) {
  const { metafile } = await build({
    stdin: { contents: names.map((name) => `require(${JSON.stringify(name)})`).join('\n'), resolveDir: root },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    metafile: true,
    write: false,
    outdir: join(root, 'nowhere'),
    absWorkingDir: root,
    external: without,
    logLevel: 'error',
  })
  const files = Object.keys(metafile.inputs)
    .filter((path) => path.startsWith('node_modules/'))
    .map((path) => path.slice('node_modules/'.length))
  const reached = new Set(files)
  for (const file of files) {
    for (const name of besides(file)) reached.add(name)
  }
  return [...reached].sort()
}

/**
 * What goes with a file: package.json and licences of its package, and WebAssembly that lies in its own folder.
 * @param {string} file relative to node_modules
 */
function besides(file) {
  const folder = dirname(file)
  const own = readdirSync(inModules(folder)).filter((name) => name.endsWith('.wasm'))
  const home = packageOf(file)
  const papers = readdirSync(inModules(home)).filter((name) =>
    /^(package\.json|(licen[cs]e|notice|copying)\b.*)$/i.test(name),
  )
  return [...own.map((name) => posix(join(folder, name))), ...papers.map((name) => posix(join(home, name)))]
}

/**
 * The folder of the package that a file belongs to.
 * @param {string} file relative to node_modules
 */
function packageOf(file) {
  for (let folder = dirname(file); folder !== '.'; folder = dirname(folder)) {
    const manifest = inModules(folder, 'package.json')
    // A package.json without a name only says which kind of modules lie beside it.
    if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).name !== undefined) return folder
  }
  throw new Error(`${file} belongs to no package.`)
}

/** @param {string} path */
const posix = (path) => path.split(sep).join('/')
