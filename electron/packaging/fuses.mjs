/**
 * Electron's fuses: what the program can do is burnt into its binary. Every fuse is named here, so that none
 * is left to a default of Electron's.
 */
import { flipFuses, FuseState, FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses'

/**
 * The value of each fuse, by the name that @electron/fuses has for it.
 * @param {boolean} inspectable whether a debugger may drive the main process, as Playwright does: for tests only
 * @param {string} platform of the package, as `process.platform` says it
 * @returns {Record<string, boolean>}
 */
export function fuseTable(inspectable, platform) {
  return {
    // Malar's binary is no Node: ELECTRON_RUN_AS_NODE would run any script under its name.
    RunAsNode: false,
    // The window's session lives in memory and no cookie is ever set: there is nothing to encrypt, and macOS would
    // ask for the keychain at the first start.
    EnableCookieEncryption: false,
    EnableNodeOptionsEnvironmentVariable: false,
    EnableNodeCliInspectArguments: inspectable,
    // Electron checks the archive on these two only. On Linux nothing protects an installed file but its owner.
    EnableEmbeddedAsarIntegrityValidation: platform !== 'linux',
    OnlyLoadAppFromAsar: true,
    LoadBrowserProcessSpecificV8Snapshot: false,
    // No page comes from file:.
    GrantFileProtocolExtraPrivileges: false,
    // Turns accesses outside of a WebAssembly memory into errors without a check at each.
    WasmTrapHandlers: true,
  }
}

/**
 * Sets all fuses of a program. An old Electron has fewer; each that it has is set.
 * @param {string} program
 * @param {Record<string, boolean>} table as given by `fuseTable`
 * @returns {Promise<void>}
 * @throws when the program has a fuse that the table does not name
 */
export async function setFuses(program, table) {
  const known = Object.keys(await readFuses(program))
  const unnamed = known.filter((name) => table[name] === undefined)
  if (unnamed.length > 0)
    throw new Error(`electron/packaging/fuses.mjs says nothing of ${unnamed.join(', ')}`)
  const values = known.map((name) => [FuseV1Options[/** @type {'RunAsNode'} */ (name)], table[name]])
  const resetAdHocDarwinSignature = process.platform === 'darwin'
  await flipFuses(program, {
    version: FuseVersion.V1,
    resetAdHocDarwinSignature,
    ...Object.fromEntries(values),
  })
}

/**
 * Reads the fuses that a program has.
 * @param {string} program
 * @returns {Promise<Record<string, boolean>>} by name; one that Electron has dropped counts as off
 */
export async function readFuses(program) {
  const wire = await getCurrentFuseWire(program)
  /** @type {Record<string, boolean>} */
  const fuses = {}
  for (const [key, state] of Object.entries(wire)) {
    if (/^\d+$/.test(key)) fuses[FuseV1Options[Number(key)] ?? `fuse ${key}`] = state === FuseState.ENABLE
  }
  return fuses
}
