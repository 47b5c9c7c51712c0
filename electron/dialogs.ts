/**
 * The system's own file dialogs. On Linux they look into files of the folder that they show, within this process, unless
 * the desktop knows the kind of a file by its name, as it does of studies where the deb is installed. Who reads a file
 * gives up every lock of his process on it, so the open study is taken anew when they are closed. That is not all: the
 * dialog of Electron 22 looks again whenever something changes in that folder, as long as the program runs.
 */
import { dialog } from 'electron'
import type { OpenDialogOptions, SaveDialogOptions } from 'electron'
import type { StudySession } from './study-session'
import { studyWindow } from './windows'

/**
 * Asks for files or a folder.
 * @returns their paths; none when the person closed the dialog
 * @throws MalarError `study-busy` when another program has taken the open study meanwhile, which is closed then
 */
export async function askToOpen(session: StudySession, options: OpenDialogOptions): Promise<string[]> {
  const window = studyWindow()
  const { filePaths } = window
    ? await dialog.showOpenDialog(window, options)
    : await dialog.showOpenDialog(options)
  if (process.platform === 'linux') session.reclaim()
  return filePaths
}

/**
 * Asks where to save.
 * @returns the path; null when the person closed the dialog
 * @throws MalarError as above
 */
export async function askToSave(session: StudySession, options: SaveDialogOptions): Promise<string | null> {
  const window = studyWindow()
  const { filePath } = window
    ? await dialog.showSaveDialog(window, options)
    : await dialog.showSaveDialog(options)
  if (process.platform === 'linux') session.reclaim()
  return filePath || null
}
