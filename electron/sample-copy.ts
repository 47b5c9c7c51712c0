/** The sample study that "Open the sample study" opens: made once for each version of the app, opened as a copy. */
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { EngineClient } from './engine-client'
import { Importing } from './importing'
import { appPath, settingsPath } from './paths'
import { SAMPLE_SEED, SAMPLE_STUDY, SAMPLE_SUBJECTS, makeDemo } from './sample'
import type { DemoProgress } from './sample'
import { StudySession } from './study-session'

/**
 * Path of the person's copy of the sample study. Making the sample takes about a minute, the first time.
 * @param onProgress called while it is made
 */
export async function sampleCopy(engine: EngineClient, onProgress: DemoProgress): Promise<string> {
  const copy = settingsPath(SAMPLE_STUDY)
  if (existsSync(copy)) return copy
  const made = await sampleFolder(engine, onProgress)
  copyFileSync(join(made, SAMPLE_STUDY), `${copy}.part`)
  renameSync(`${copy}.part`, copy)
  return copy
}

/** The folder of the sample that this version of the app makes. */
async function sampleFolder(engine: EngineClient, onProgress: DemoProgress): Promise<string> {
  const all = settingsPath('sample')
  const folder = join(all, recipeHash())
  if (existsSync(folder)) return folder
  mkdirSync(all, { recursive: true })
  // What another version made, or what was left half made, is of no more use.
  for (const name of readdirSync(all)) rmSync(join(all, name), { recursive: true, force: true })
  const half = `${folder}.part`
  const session = new StudySession()
  try {
    await makeDemo(
      { session, importing: new Importing(engine) },
      half,
      SAMPLE_SUBJECTS,
      SAMPLE_SEED,
      onProgress,
    )
  } finally {
    session.close()
  }
  renameSync(half, folder)
  return folder
}

/** The sample depends on the program that makes it and on nothing else. */
function recipeHash(): string {
  return createHash('sha256')
    .update(readFileSync(appPath('main.cjs')))
    .digest('hex')
    .slice(0, 16)
}
