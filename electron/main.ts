/** The main process, as a table of contents: what is made, in which order, and who is given what. */
import { app, dialog, nativeTheme } from 'electron'
import { randomInt } from 'node:crypto'
import { resolve } from 'node:path'
import { whenSlow } from '../db/driver'
import { AppMenu } from './app-menu'
import type { PreferenceValues } from './contract'
import { EngineClient } from './engine-client'
import { settleEnvironment } from './environment'
import { folderGiven, studyGiven, verbGiven } from './given'
import { aboutHandlers } from './handlers/about'
import { exemplarHandlers } from './handlers/exemplars'
import { exportHandlers } from './handlers/export'
import { learningHandlers } from './handlers/learning'
import { pairsHandlers } from './handlers/pairs'
import { photographHandlers } from './handlers/photographs'
import { preferenceHandlers } from './handlers/preferences'
import { regionHandlers } from './handlers/regions'
import { scoringHandlers } from './handlers/scoring'
import { stripHandlers } from './handlers/strip'
import { studyHandlers } from './handlers/study'
import { Importing } from './importing'
import { handle } from './ipc'
import { Learning, PROMOTING } from './learning-job'
import { logInto, note, noteSlow } from './log'
import { appPath, settingsPath } from './paths'
import { declareScheme, readPages, registerScheme, serve, serveDecoder } from './protocol'
import type { Pictures } from './protocol'
import { Preferences } from './preferences'
import { whyNoProfile } from './profile'
import { rememberStudy } from './recent'
import { sampleCopy } from './sample-copy'
import { decoderSession, harden, refusalToStart, windowSession } from './security'
import type { Services } from './services'
import { StudySession } from './study-session'
import { Suggesting } from './suggesting'
import { MalarError } from './domain/words'
import { runVerb } from './verbs/run-verb'
import { stateForWindow } from './window-model'
import { showWindow, tell, zoomWindow } from './windows'

settleEnvironment()
const verbWords = verbGiven(process.argv, app.isPackaged)
const folder = folderGiven()
let given = studyGiven(process.argv, folder, app.isPackaged)
/** macOS names a double-clicked study by an event, which may come before anything is there to open it. */
let openFile = (path: string) => {
  given = path
}

if (process.env.MALAR_USER_DATA) app.setPath('userData', resolve(process.env.MALAR_USER_DATA))
harden()
declareScheme()
app.on('open-file', (event, path) => {
  event.preventDefault()
  openFile(path)
})
process.on('unhandledRejection', (reason) => note('unhandled rejection', reason))

const refused = refusalToStart()
const noProfile = refused || verbWords ? null : whyNoProfile()
if (refused) {
  process.stderr.write(`${refused}\n`)
  app.exit(2)
} else if (verbWords) void app.whenReady().then(() => runAsVerb(verbWords))
else if (noProfile) void app.whenReady().then(() => endWithWords(noProfile))
else if (app.requestSingleInstanceLock({ folder } satisfies Caller)) {
  void app.whenReady().then(runWithWindow).catch(endWithTrouble)
} else app.quit()

/** What a second instance tells the first. */
interface Caller {
  folder: string
}

/** For whoever has no terminal, and for whoever has one. */
function endWithWords(sentence: string): void {
  process.stderr.write(`${sentence}\n`)
  dialog.showErrorBox('Malar cannot start', sentence)
  app.exit(1)
}

/** Without its window a program would only be in the way of the next one. */
function endWithTrouble(error: unknown): void {
  note('no window', error)
  endWithWords(`Its window could not be shown (${String(error)}). Install Malar again.`)
}

async function runAsVerb(words: string[]): Promise<void> {
  // The hidden decoder is the only window; Electron would quit with it.
  app.on('window-all-closed', () => undefined)
  const services = makeServices()
  preparePages(services)
  const code = await runVerb(words, folder, services)
  shutDown(services)
  app.exit(code)
}

async function runWithWindow(): Promise<void> {
  logInto(settingsPath('logs'))
  whenSlow(noteSlow)
  const preferences = new Preferences(settingsPath())
  nativeTheme.themeSource = preferences.values.theme
  const services = makeServices()
  const { session, learning } = services
  preparePages(services)
  const menu = new AppMenu(session, preferences, tell)
  const show = () => showWindow(zoomOf(preferences.values))
  preferences.onChange = (values) => {
    nativeTheme.themeSource = values.theme
    zoomWindow(zoomOf(values))
    menu.refresh()
    tell({ type: 'preferences', values })
  }
  session.onChange = () => {
    services.suggesting.forget()
    learning.forget()
    menu.refresh()
    tell({ type: 'study-changed' })
  }
  learning.onState = (state) => tell({ type: 'training', state: stateForWindow(state) })
  services.engine.onState = (state) => tell({ type: 'engine', state })
  handle({
    ...preferenceHandlers(preferences, menu),
    ...studyHandlers(services),
    ...photographHandlers(services),
    ...regionHandlers(services),
    ...scoringHandlers(services),
    ...learningHandlers(services),
    ...exemplarHandlers(services),
    ...stripHandlers(services),
    ...pairsHandlers(services),
    ...exportHandlers(services),
    ...aboutHandlers(services),
  })

  app.on('second-instance', (_event, argv, _folder, caller) => {
    const study = studyGiven(argv, (caller as Caller).folder, app.isPackaged)
    void show().then(() => tellTrouble(openGiven(services, study)))
  })
  app.on('activate', () => void show())
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  app.on('will-quit', () => shutDown(services))

  openFile = (path) => tellTrouble(openGiven(services, path))
  const trouble = openGiven(services, given)
  await show()
  tellTrouble(trouble)
  if (process.argv.includes('--sample') && !session.isOpen) tell({ type: 'open-sample' })
}

function zoomOf({ textSize }: PreferenceValues): number {
  return textSize / 100
}

function makeServices(): Services {
  const session = new StudySession()
  const engine = new EngineClient()
  const importing = new Importing(engine)
  const suggesting = new Suggesting(engine)
  const learning = new Learning(engine, suggesting)
  return {
    session,
    engine,
    importing,
    suggesting,
    learning,
    sample: () =>
      sampleCopy(engine, (step, done, total) =>
        tell({
          type: 'import-progress',
          // Drawing the photographs is the first half of the way.
          done: step === 'drawing' ? done : total + done,
          total: 2 * total,
          etaSeconds: null,
        }),
      ),
    newSeed: () => randomInt(2 ** 31 - 1),
    assertIdle() {
      if (importing.running) throw new MalarError('busy', 'An import is running. Wait for it, or cancel it.')
      if (learning.running) throw new MalarError('busy', 'A training is running. Wait for it, or cancel it.')
      if (learning.promoting) throw new MalarError('busy', PROMOTING)
    },
  }
}

/** The sessions of the window and of the decoder are served by nothing but this program. */
function preparePages({ session }: Services): void {
  const pages = readPages(appPath('renderer'))
  const pictures: Pictures = {
    photograph: (id) => (session.isOpen ? session.study.reader.photographBytes(id) : null),
    thumbnail: (id) => (session.isOpen ? session.study.reader.thumbnail(id).bytes : null),
    crop: (key) => (session.isOpen ? session.study.reader.crop(key) : null),
    exemplar: (id) => (session.isOpen ? session.study.reader.exemplarPicture(id) : null),
    showing: (round, showing) => {
      if (!session.isOpen) return null
      const { reader } = session.study
      return reader.photographBytes(reader.photographShown(round, showing))
    },
  }
  registerScheme(windowSession(), (url) => serve(url, pages, pictures))
  registerScheme(decoderSession(), (url) => serveDecoder(url, pages))
}

function tellTrouble(message: string | null): void {
  if (message) tell({ type: 'notice', message })
}

/**
 * Opens a study that was double-clicked or named on the command line.
 * @returns a sentence when it could not be opened, for the window to show
 */
function openGiven({ session, assertIdle }: Services, path: string | null): string | null {
  if (!path) return null
  try {
    assertIdle()
    const study = session.open(path)
    rememberStudy(study.path, study.reader.info().name)
    return null
  } catch (error) {
    note('a study could not be opened', error)
    return error instanceof MalarError ? error.message : 'The study could not be opened.'
  }
}

function shutDown({ session, engine }: Services): void {
  engine.stop()
  session.close()
}
