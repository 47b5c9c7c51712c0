/** Electron's part in a program that runs on Node: nothing that a training without missing crops would ask for. */
export class BrowserWindow {}
export class MessageChannelMain {}
export const app = {}
export const session = {}
export const utilityProcess = {}
