/** The dry run of an import: what is new, what is there already, what is refused and why. Nothing is written. */
import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { MalarError } from '../domain/words'
import { checkHeader } from './header'
import type { ImageHeader } from './header'
import { findFiles } from './import-files'
import { readManifest } from './import-manifest'
import type { Manifest, ManifestEntry } from './import-manifest'

const LARGEST_FILE = 64 * 1024 * 1024

const OPEN = 'It is the study that is open, not a photograph.'

export interface PlannedPhotograph {
  path: string
  sha256: string
  header: ImageHeader
  /** Null where no manifest names the file: the subject is then numbered at import. */
  entry: ManifestEntry | null
}

export interface Plan {
  accepted: PlannedPhotograph[]
  duplicate: string[]
  refused: { file: string; reason: string }[]
  manifest: string | null
  /** True when the manifest itself could not be used. */
  manifestRefused: boolean
}

/**
 * Looks at everything that is to be imported.
 * @param paths files and folders; may be empty when a manifest names the files
 * @param manifestPath a manifest, or null to use a `manifest.csv` found among the paths
 * @param isKnown whether a photograph with this SHA-256 is in the study already
 * @param onProgress called after each file
 * @param isOpen whether a file is a study that is open, which may not be read
 */
export async function planImport(
  paths: readonly string[],
  manifestPath: string | null,
  isKnown: (sha256: string) => boolean,
  onProgress: (done: number, total: number) => void = () => undefined,
  isOpen: (path: string) => boolean = () => false,
): Promise<Plan> {
  const found = await findFiles(paths)
  const plan: Plan = {
    accepted: [],
    duplicate: [],
    refused: found.missing.map((file) => ({ file: basename(file), reason: 'There is no such file.' })),
    manifest: manifestPath ?? found.manifest,
    manifestRefused: false,
  }
  const manifest = plan.manifest ? await loadManifest(plan.manifest, plan) : null
  // Without its manifest a batch would be filed under wrong subjects, so nothing of it goes in.
  if (plan.manifestRefused) return plan
  if (manifest) plan.refused.push(...manifest.refused)

  const files =
    manifest && paths.length === 0 ? [...manifest.entries.keys()] : withManifest(found.files, manifest)
  const seen = new Set<string>()
  for (const [index, path] of files.entries()) {
    if (isOpen(path)) plan.refused.push({ file: basename(path), reason: OPEN })
    else await planOne(path, manifest, isKnown, seen, plan)
    onProgress(index + 1, files.length)
  }
  return plan
}

/** With a manifest that lay in a folder, files that it alone names (elsewhere on the disk) belong to the batch too. */
function withManifest(files: string[], manifest: Manifest | null): string[] {
  return manifest ? [...new Set([...files, ...manifest.entries.keys()])] : files
}

async function loadManifest(path: string, plan: Plan): Promise<Manifest | null> {
  try {
    return readManifest(await readFile(path, 'utf8'), path)
  } catch (error) {
    const reason = error instanceof MalarError ? error.message : 'The manifest cannot be read.'
    plan.refused.push({ file: basename(path), reason })
    plan.manifestRefused = true
    return null
  }
}

async function planOne(
  path: string,
  manifest: Manifest | null,
  isKnown: (sha256: string) => boolean,
  seen: Set<string>,
  plan: Plan,
): Promise<void> {
  const file = basename(path)
  const entry = manifest?.entries.get(path) ?? null
  try {
    if (manifest && !entry) {
      // A row that was refused has its sentence already.
      if (manifest.named.has(path)) return
      throw new MalarError(
        'manifest',
        'The manifest has no row for this file, so its subject is not known. Add a row and import it again.',
      )
    }
    const bytes = await readPhotograph(path)
    const header = checkHeader(bytes)
    const sha256 = sha256Of(bytes)
    if (seen.has(sha256) || isKnown(sha256)) {
      plan.duplicate.push(file)
      return
    }
    seen.add(sha256)
    plan.accepted.push({ path, sha256, header, entry })
  } catch (error) {
    if (!(error instanceof MalarError)) throw error
    plan.refused.push({ file, reason: error.message })
  }
}

/**
 * Reads a file that should be a photograph.
 * @throws MalarError `file` when it cannot be read, is no file or is over 64 MB
 */
export async function readPhotograph(path: string): Promise<Uint8Array> {
  try {
    const found = await stat(path)
    // A pipe would be waited for.
    if (!found.isFile()) throw new MalarError('file', 'It is a folder or a device, not a file.')
    if (found.size > LARGEST_FILE) {
      throw new MalarError('file', 'It is larger than 64 MB. Save it as a JPEG of high quality.')
    }
    return await readFile(path)
  } catch (error) {
    if (error instanceof MalarError) throw error
    const code = (error as NodeJS.ErrnoException).code
    throw new MalarError(
      'file',
      code === 'ENOENT' ? 'There is no such file.' : 'It cannot be read. Check that the file is not locked.',
    )
  }
}

/** SHA-256 in hex. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** The folder of a planned photograph, by which photographs can be grouped into subjects. */
export function folderOf(planned: PlannedPhotograph): string {
  return dirname(planned.path)
}
