/**
 * Stands in for fpm, with which electron-builder makes a deb and which Debian does not have: it understands the calls
 * `-s dir -t deb` of electron-builder 26, and lets dpkg-deb do the work. Anything else is refused.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, copyFileSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync } from 'node:fs'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Options that are followed by a value. */
const VALUES = [
  ...[
    '-s',
    '-t',
    '-d',
    '--name',
    '--version',
    '--iteration',
    '--architecture',
    '--maintainer',
    '--vendor',
    '--url',
  ],
  ...['--license', '--category', '--description', '--package', '--deb-recommends', '--deb-priority'],
  ...['--deb-compression', '--after-install', '--after-remove', '--log'],
]

/** Options that are not. */
const FLAGS = ['--force', '--debug']

/**
 * @typedef {object} Call
 * @property {Record<string, string[]>} values of each option, in order
 * @property {{ from: string, to: string }[]} mappings a file, or what is in a folder, and its place in the package
 */

/**
 * Reads a command line of fpm.
 * @param {readonly string[]} words
 * @returns {Call}
 * @throws {Error} on anything that is not known here
 */
export function readCall(words) {
  /** @type {Call} */
  const call = { values: {}, mappings: [] }
  for (let i = 0; i < words.length; i++) {
    const [, name, inline] = /^(--[^=]+)=(.*)$/s.exec(words[i]) ?? [words[i], words[i], undefined]
    if (VALUES.includes(name)) (call.values[name] ??= []).push(inline ?? words[++i])
    else if (name.startsWith('-')) {
      if (!FLAGS.includes(name)) throw new Error(`fpm.mjs does not know the option ${name}`)
    } else {
      const [from, to] = words[i].split('=')
      if (to === undefined) throw new Error(`fpm.mjs wants FROM=TO, not ${words[i]}`)
      call.mappings.push({ from, to })
    }
  }
  const kind = `${call.values['-s']} to ${call.values['-t']}`
  if (kind !== 'dir to deb') throw new Error(`fpm.mjs makes a deb out of folders, not ${kind}`)
  return call
}

/**
 * The control file of the package.
 * @param {Call['values']} values
 * @param {number} installedSize in KiB
 * @returns {string}
 */
export function controlFile(values, installedSize) {
  const one = (/** @type {string} */ name) => values[name]?.at(-1)
  const iteration = one('--iteration')
  const [synopsis, ...paragraph] = (one('--description') ?? '').trim().split('\n')
  const fields = {
    Package: one('--name'),
    Version: [one('--version'), ...(iteration ? [iteration] : [])].join('-'),
    Architecture: one('--architecture'),
    Maintainer: one('--maintainer'),
    'Installed-Size': String(installedSize),
    Depends: values['-d']?.join(', '),
    Recommends: values['--deb-recommends']?.join(', '),
    Section: one('--category'),
    Priority: one('--deb-priority'),
    Homepage: one('--url'),
    Description: [synopsis, ...paragraph.map((line) => ` ${line.trim() || '.'}`)].join('\n'),
  }
  const lines = Object.entries(fields).filter(([, value]) => value)
  return lines.map(([name, value]) => `${name}: ${value}\n`).join('')
}

/** @param {Call} call */
function makePackage({ values, mappings }) {
  const tree = mkdtempSync(join(tmpdir(), 'malar-deb-'))
  try {
    for (const { from, to } of mappings) place(from, join(tree, to))
    const files = filesUnder(tree)
    const kibibytes = files.map((file) => Math.ceil(lstatSync(file).size / 1024))
    const control = join(tree, 'DEBIAN')
    mkdirSync(control)
    const size = kibibytes.reduce((sum, one) => sum + one, 0)
    writeFileSync(join(control, 'control'), controlFile(values, size))
    writeFileSync(
      join(control, 'md5sums'),
      files.map((file) => `${md5(file)}  ${relative(tree, file)}\n`).join(''),
    )
    const scripts = { '--after-install': 'postinst', '--after-remove': 'postrm' }
    for (const [option, name] of Object.entries(scripts)) {
      const script = values[option]?.at(-1)
      if (script === undefined) continue
      copyFileSync(script, join(control, name))
      chmodSync(join(control, name), 0o755)
    }
    for (const folder of foldersUnder(tree)) chmodSync(folder, 0o755)
    const compression = values['--deb-compression']?.at(-1) ?? 'xz'
    const target = /** @type {string} */ (values['--package'].at(-1))
    call('dpkg-deb', ['--root-owner-group', ...compressed(compression), '--build', tree, target])
  } finally {
    rmSync(tree, { recursive: true, force: true })
  }
}

/** dpkg-deb's own words for a compression of fpm's. @param {string} name */
function compressed(name) {
  // fpm says gz; the level that takes least time is the one that is chosen for speed.
  return name === 'gz' ? ['-Zgzip', '-z1'] : [`-Z${name}`]
}

/**
 * Puts a file, or what is in a folder, into the tree: by a second name for the same bytes where that can be, since
 * they are many.
 * @param {string} from ends with a slash for a folder
 * @param {string} to
 */
function place(from, to) {
  if (!existsSync(from)) throw new Error(`error: File not found ${from}`)
  mkdirSync(from.endsWith('/') ? to : dirname(to), { recursive: true })
  const source = from.endsWith('/') ? `${from}.` : from
  if (spawnSync('cp', ['-al', source, to]).status !== 0) call('cp', ['-a', source, to])
}

/** @param {string} folder @returns {string[]} files, without links */
function filesUnder(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

/** @param {string} folder @returns {string[]} the folder and those in it */
function foldersUnder(folder) {
  const inside = readdirSync(folder, { withFileTypes: true, recursive: true })
  return [
    folder,
    ...inside.filter((entry) => entry.isDirectory()).map(({ parentPath, name }) => join(parentPath, name)),
  ]
}

/** @param {string} file */
function md5(file) {
  return createHash('md5').update(readFileSync(file)).digest('hex')
}

/**
 * @param {string} program
 * @param {string[]} args
 */
function call(program, args) {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program} failed: ${stderr}`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) makePackage(readCall(process.argv.slice(2)))
