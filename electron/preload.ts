/** `window.malar`: one named function for each entry of the contract. CommonJS, because sandboxed preloads must be. */
import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { API_NAMES } from './contract'
import type { MalarEvent } from './contract'

const functions = Object.fromEntries(
  API_NAMES.map((name) => [name, (...args: unknown[]) => ipcRenderer.invoke(`malar:${name}`, ...args)]),
)

contextBridge.exposeInMainWorld('malar', {
  ...functions,
  onEvent(listener: (event: MalarEvent) => void): () => void {
    // The raw IPC event is kept back: it would hand out more than the message.
    const pass = (_event: unknown, message: MalarEvent): void => listener(message)
    ipcRenderer.on('malar:event', pass)
    return () => void ipcRenderer.removeListener('malar:event', pass)
  },
  pathOf(file: { path?: string }): string {
    // Electron before 29 has no webUtils and gives files a path; after 32 it is the other way round.
    return webUtils ? webUtils.getPathForFile(file as never) : (file.path ?? '')
  },
})
