/** Hands the decoder page its one port, and nothing else. CommonJS, because sandboxed preloads must be. */
import { ipcRenderer } from 'electron'

/** The preload's own page; the main side is compiled without the DOM. */
declare const window: { postMessage(message: string, origin: string, ports: readonly unknown[]): void }

ipcRenderer.on('malar-decoder-port', (event) => {
  window.postMessage('malar-decoder-port', '*', event.ports)
})
