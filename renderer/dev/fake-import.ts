import type { MalarApi, MalarEvent } from '../../electron/contract'

type Part = Pick<MalarApi, 'planImport' | 'acceptImport' | 'cancelImport'>

/** An import that takes five seconds. */
export function fakeImport(tell: (event: MalarEvent) => void): Part {
  let cancelled = false
  const total = 40
  return {
    planImport: async () => ({
      ok: true,
      value: {
        id: 1,
        accepted: Array.from({ length: total }, (_, i) => ({
          file: `visit-${1 + (i % 3)}/IMG_${2400 + i}.jpg`,
          subject: null,
          day: 0,
          view: 'frontal' as const,
          pixels: '4032 × 3024',
        })),
        duplicate: [{ file: 'visit-1/IMG_2301.jpg' }, { file: 'visit-1/IMG_2302.jpg' }],
        refused: [
          { file: 'visit-1/notes.docx', reason: 'This is not a JPEG, PNG or WebP picture.' },
          {
            file: 'visit-2/IMG_2399.jpg',
            reason: 'The file ends too early: it is damaged or was not copied wholly.',
          },
        ],
        manifest: null,
      },
    }),
    acceptImport: async () => {
      cancelled = false
      let done = 0
      while (done < total && !cancelled) {
        await new Promise((resolve) => setTimeout(resolve, 125))
        done++
        tell({ type: 'import-progress', done, total, etaSeconds: (total - done) / 8 })
      }
      return {
        ok: true,
        value: {
          new: done,
          duplicate: 2,
          refused: [{ file: 'visit-1/notes.docx', reason: 'This is not a JPEG, PNG or WebP picture.' }],
          faces: Math.max(0, done - 1),
          noFace: Math.min(1, done),
          unsought: 0,
          cancelled,
        },
      }
    },
    cancelImport: async () => {
      cancelled = true
      return { ok: true, value: null }
    },
  }
}
