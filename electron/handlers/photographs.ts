import * as v from 'valibot'
import type { ImportSource, PhotographDetails } from '../contract'
import { listed } from '../domain/listed-photograph'
import { VIEWS } from '../domain/words'
import { askToOpen } from '../dialogs'
import type { Handlers } from '../ipc'
import { documentsFolder } from '../paths'
import { photographDetails } from '../photograph-details'
import type { Services } from '../services'
import type { StudySession } from '../study-session'
import { tell } from '../windows'

const KEY = v.pipe(v.number(), v.integer(), v.minValue(1))

/** Photographs: import, the grid, and details. */
export function photographHandlers(services: Services) {
  const { session, importing, suggesting } = services

  const details = (id: number): PhotographDetails => photographDetails(session.study, id)

  return {
    planImport: {
      takes: v.tuple([
        v.union([
          v.object({ choose: v.picklist(['files', 'folder', 'manifest']) }),
          v.object({ paths: v.pipe(v.array(v.string()), v.maxLength(100_000)) }),
        ]),
      ]),
      run: async (source) => {
        const chosen = await choose(session, source)
        return chosen && importing.plan(session.study, chosen.paths, chosen.manifest)
      },
    },
    acceptImport: {
      takes: v.tuple([v.number(), v.picklist(['photograph', 'folder'])]),
      run: async (plan, grouping) => {
        const report = await importing.accept(plan, grouping, (done, total, etaSeconds) =>
          tell({ type: 'import-progress', done, total, etaSeconds }),
        )
        tell({ type: 'study-changed' })
        return report
      },
    },
    cancelImport: {
      takes: v.tuple([]),
      run: () => {
        importing.cancel()
        return null
      },
    },
    photographs: {
      takes: v.tuple([]),
      run: () => JSON.stringify(session.study.reader.photographs().map(listed)),
    },
    photographFigures: {
      takes: v.tuple([v.picklist(['score', 'uncertainty'])]),
      run: (figure) => session.study.reader.photographFigures(figure),
    },
    photograph: { takes: v.tuple([KEY]), run: details },
    changePhotograph: {
      takes: v.tuple([
        KEY,
        v.object({
          subject: v.pipe(v.string(), v.trim()),
          day: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(40_000)),
          view: v.picklist(VIEWS),
          mirrored: v.boolean(),
        }),
      ]),
      run: (id, change) => {
        session.study.writer.changePhotograph(id, change)
        // What was prepared knows the photograph by its old subject.
        suggesting.forget()
        return details(id)
      },
    },
  } satisfies Partial<Handlers>
}

async function choose(
  session: StudySession,
  source: ImportSource,
): Promise<{ paths: string[]; manifest: string | null } | null> {
  if ('paths' in source) return { paths: source.paths, manifest: null }
  const options = {
    title: {
      files: 'Choose photographs',
      folder: 'Choose a folder of photographs',
      manifest: 'Choose a manifest (CSV)',
    }[source.choose],
    defaultPath: documentsFolder(),
    properties:
      source.choose === 'folder'
        ? ['openDirectory' as const]
        : source.choose === 'files'
          ? ['openFile' as const, 'multiSelections' as const]
          : ['openFile' as const],
    filters:
      source.choose === 'files'
        ? [{ name: 'Photographs', extensions: ['jpg', 'jpeg', 'png', 'webp'] }]
        : source.choose === 'manifest'
          ? [{ name: 'Manifest', extensions: ['csv'] }]
          : [],
  }
  const filePaths = await askToOpen(session, options)
  if (filePaths.length === 0) return null
  return source.choose === 'manifest'
    ? { paths: [], manifest: filePaths[0] as string }
    : { paths: filePaths, manifest: null }
}
