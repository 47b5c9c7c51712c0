/** From what a person gave (files, folders, a manifest) to a flat list of files. */
import { readdir, realpath, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'

export interface FoundFiles {
  /** Absolute paths. */
  files: string[]
  /** Paths that do not exist or cannot be read. */
  missing: string[]
  /** A CSV named manifest.csv that lay among them. */
  manifest: string | null
}

/**
 * Walks files and folders, deeply, in alphabetical order; hidden files and the usual litter are left out. A folder
 * that is reached again, by another path or by a link that leads back, is walked once.
 */
export async function findFiles(paths: readonly string[]): Promise<FoundFiles> {
  const found: FoundFiles = { files: [], missing: [], manifest: null }
  const walked = new Set<string>()
  for (const path of paths) await visit(resolve(path), found, walked)
  found.files = [...new Set(found.files)]
  return found
}

async function visit(path: string, found: FoundFiles, walked: Set<string>): Promise<void> {
  let isFolder: boolean
  try {
    isFolder = (await stat(path)).isDirectory()
  } catch {
    found.missing.push(path)
    return
  }
  if (!isFolder) {
    addFile(path, found)
    return
  }
  try {
    const folder = await realpath(path)
    if (walked.has(folder)) return
    walked.add(folder)
    for (const name of (await readdir(path)).sort()) {
      if (name.startsWith('.') || name === 'Thumbs.db' || name === 'desktop.ini') continue
      await visit(join(path, name), found, walked)
    }
  } catch {
    found.missing.push(path)
  }
}

function addFile(path: string, found: FoundFiles): void {
  if (basename(path).toLowerCase() === 'manifest.csv') found.manifest ??= path
  else found.files.push(path)
}
