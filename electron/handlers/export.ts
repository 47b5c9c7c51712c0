import { join } from 'node:path'
import * as v from 'valibot'
import { exportStudy } from '../exporting'
import { askToOpen } from '../dialogs'
import type { Handlers } from '../ipc'
import { documentsFolder } from '../paths'
import type { Services } from '../services'

/** Export and check of the open study. */
export function exportHandlers({ session }: Services) {
  return {
    exportStudy: {
      takes: v.tuple([]),
      run: async () => {
        const { study } = session
        const options = {
          title: 'Choose a folder for the tables',
          defaultPath: join(documentsFolder()),
          properties: ['openDirectory' as const, 'createDirectory' as const],
        }
        const filePaths = await askToOpen(session, options)
        return filePaths[0] ? exportStudy(study, filePaths[0]) : null
      },
    },
    checkStudy: {
      takes: v.tuple([]),
      run: () => {
        const { ok, findings, photographs, scores, audit } = session.study.reader.check()
        return { ok, findings, photographs, scores, audit }
      },
    },
  } satisfies Partial<Handlers>
}
