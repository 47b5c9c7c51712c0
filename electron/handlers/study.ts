import { join } from 'node:path'
import * as v from 'valibot'
import { ATLAS } from '../atlas'
import type { StudyOverview } from '../contract'
import { askToOpen, askToSave } from '../dialogs'
import type { Handlers } from '../ipc'
import { forgetStudy, recentStudies, rememberStudy } from '../recent'
import { documentsFolder } from '../paths'
import type { Services } from '../services'
import type { StudySession } from '../study-session'

/** Home: the atlas, recent studies, new, open, sample, close, raters. */
export function studyHandlers(services: Services) {
  const { session } = services

  const opened = (): StudyOverview => {
    const overview = session.overview()
    rememberStudy(overview.path, overview.info.name)
    return overview
  }

  return {
    atlas: { takes: v.tuple([]), run: () => [...ATLAS.regions] },
    recentStudies: { takes: v.tuple([]), run: () => recentStudies() },
    forgetRecent: {
      takes: v.tuple([v.string()]),
      run: (path) => {
        forgetStudy(path)
        return recentStudies()
      },
    },
    newStudy: {
      takes: v.tuple([
        v.object({
          name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(120)),
          regions: v.array(v.string()),
          scale: v.string(),
          rater: v.string(),
        }),
      ]),
      run: async (study) => {
        services.assertIdle()
        const path = await askWhereToSave(session, study.name)
        if (!path) return null
        session.create(path, study)
        return opened()
      },
    },
    openStudy: {
      takes: v.tuple([v.nullable(v.string())]),
      run: async (path) => {
        services.assertIdle()
        const chosen = path ?? (await askWhichToOpen(session))
        if (!chosen) return null
        session.open(chosen)
        return opened()
      },
    },
    openSample: {
      takes: v.tuple([]),
      run: async () => {
        services.assertIdle()
        session.open(await services.sample())
        return opened()
      },
    },
    closeStudy: {
      takes: v.tuple([]),
      run: () => {
        services.assertIdle()
        session.close()
        return null
      },
    },
    study: { takes: v.tuple([]), run: () => (session.isOpen ? session.overview() : null) },
    addRater: {
      takes: v.tuple([v.pipe(v.string(), v.trim())]),
      run: (name) => session.study.writer.addRater(name),
    },
  } satisfies Partial<Handlers>
}

const STUDY_FILES = [{ name: 'Malar study', extensions: ['malar'] }]

async function askWhereToSave(session: StudySession, name: string): Promise<string | null> {
  const file = `${name.replace(/[^A-Za-z0-9 _.-]/g, '').trim() || 'Study'}.malar`
  const options = {
    title: 'Where to keep the study',
    defaultPath: join(documentsFolder(), file),
    filters: STUDY_FILES,
  }
  const filePath = await askToSave(session, options)
  if (!filePath) return null
  return filePath.toLowerCase().endsWith('.malar') ? filePath : `${filePath}.malar`
}

async function askWhichToOpen(session: StudySession): Promise<string | null> {
  const options = {
    title: 'Open a study',
    defaultPath: documentsFolder(),
    filters: STUDY_FILES,
    properties: ['openFile' as const],
  }
  return (await askToOpen(session, options))[0] ?? null
}
