/** The real engine on Node: its port is the channel to the process that forked it. */
import type { ToEngine } from '../../electron/engine-protocol'

const parentPort = {
  postMessage: (message: unknown) => process.send?.(message),
  on: (_event: 'message', take: (event: { data: ToEngine }) => void) =>
    process.on('message', (data: ToEngine) => take({ data })),
}
Object.assign(process, { parentPort })
process.on('disconnect', () => process.exit())

// Only now: the engine asks for its port when it is loaded.
void import('../../electron/engine')
