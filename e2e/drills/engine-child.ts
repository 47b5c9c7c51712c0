/** An engine process whose embeddings are made up; it takes its time, so that it can be killed at any moment. */
import { MalarError } from '../../electron/domain/words'
import type { ToEngine } from '../../electron/engine-protocol'
import { FakeEngine } from '../../electron/testing/studies'

const SLOWNESS = 4

const engine = new FakeEngine()
engine.onProgress = (progress) => process.send?.({ progress })

/** What it takes in a computer that has no more. */
const hoard: Buffer[] = []

process.on('message', ({ seq, name, take }: ToEngine) => {
  if (name === 'train' && process.env.MALAR_DRILL === 'hoard') {
    for (;;) hoard.push(Buffer.alloc(64 * 1024 * 1024, 1))
  }
  if (name === 'train' && process.env.MALAR_DRILL === 'hang') for (;;);
  setTimeout(() => {
    engine.ask(name, take as never).then(
      (answer) => process.send?.({ seq, ok: true, answer }),
      (error: unknown) => {
        const code = error instanceof MalarError ? error.code : 'engine'
        process.send?.({ seq, ok: false, code, message: String((error as Error).message) })
      },
    )
  }, SLOWNESS)
})
process.on('disconnect', () => process.exit())
