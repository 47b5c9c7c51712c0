/** The engine's port where Node plays Electron's part: the channel to the process that forked it. */
const parentPort = {
  postMessage: (message: unknown) => process.send?.(message),
  on: (_event: 'message', take: (event: { data: unknown }) => void) =>
    process.on('message', (data) => take({ data })),
}
Object.assign(process, { parentPort })
process.on('disconnect', () => process.exit())
