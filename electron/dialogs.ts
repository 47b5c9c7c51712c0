/**
 * The system's own file dialogs. On Linux they look into files of the folder that they show, within this process; who
 * reads a file gives up every lock of his process on it, so the open study is taken anew when they are closed.
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
