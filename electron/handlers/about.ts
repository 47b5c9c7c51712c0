import { clipboard, shell } from 'electron'
import { existsSync } from 'node:fs'
import * as v from 'valibot'
import { about, aboutText } from '../about'
import { MalarError } from '../domain/words'
import type { Handlers } from '../ipc'
import type { Services } from '../services'
import { chromiumNotices, licenceText, listOfWorks } from '../third-party'

/** What Malar is and what it is made of. */
export function aboutHandlers({ engine }: Pick<Services, 'engine'>) {
  return {
    about: { takes: v.tuple([]), run: () => about(engine.state) },
    copyAbout: {
      takes: v.tuple([]),
      run: () => {
        clipboard.writeText(aboutText(about(engine.state)))
        return null
      },
    },
    works: { takes: v.tuple([]), run: () => listOfWorks() },
    licence: {
      takes: v.tuple([v.pipe(v.number(), v.integer(), v.minValue(0))]),
      run: (index) => licenceText(index),
    },
    showChromiumNotices: {
      takes: v.tuple([]),
      run: () => {
        const path = chromiumNotices()
        if (!existsSync(path))
          throw new MalarError('licences', 'The notices of Chromium are not beside the program.')
        shell.showItemInFolder(path)
        return null
      },
    },
  } satisfies Partial<Handlers>
}
