import type { Light } from '../parts/light.svelte'
import type { App } from '../shell/app.svelte'
import type { Editor } from './editor.svelte'
import { boxAround, octagon } from './polygons'
import type { Viewport } from './viewport.svelte'

/** Screen pixels that a key pushes the photograph by. */
const PUSH = 64

export interface PhotographActs {
  close(): void
  step(by: number): void
  /** The editor shows another photograph than the screen knows of. */
  shown(id: number): void
}

/** Lets the keys of one photograph act as long as the component that calls this is there. */
export function usePhotographKeys(
  app: App,
  editor: Editor,
  viewport: Viewport,
  light: Light,
  acts: PhotographActs,
): void {
  const move = (far: number) => (chord: string) => {
    const [dx, dy] = direction(chord)
    editor.nudge((far * dx) / viewport.scale, (far * dy) / viewport.scale)
  }

  $effect(() => {
    if (editor.drawing) {
      return app.keys.use('drawing', {
        'drawing.close': () => void editor.closeDrawing(),
        'drawing.undo': () => editor.undoPoint(),
        'drawing.middle': () => drawInTheMiddle(editor, viewport),
        'drawing.leave': () => editor.giveUp(),
      })
    }
    return app.keys.use('photograph', {
      // Who has a corner in hand lets go of it first.
      'photograph.close': () => (editor.vertex === null ? acts.close() : (editor.vertex = null)),
      'photograph.next': () => acts.step(1),
      'photograph.before': () => acts.step(-1),
    })
  })
  $effect(() => {
    if (editor.drawing || editor.readOnly) return
    return app.keys.use('photograph', {
      'photograph.move': move(1),
      'photograph.move-far': move(10),
      'photograph.corner': () => editor.walk(1),
      'photograph.corner-before': () => editor.walk(-1),
      'photograph.add': () => editor.add(),
      'photograph.delete': () => editor.remove(),
      'photograph.draw': () => editor.beginDrawing(),
      'photograph.reset': () => void editor.reset(),
      'photograph.copy': () => void editor.copy(),
      'photograph.check': () => void editor.check(),
      'photograph.undo': () => void editor.undo().then(() => acts.shown(editor.id)),
      'photograph.redo': () => void editor.redo().then(() => acts.shown(editor.id)),
    })
  })
  $effect(() =>
    app.keys.use('view', {
      'view.fit': () => viewport.fit('photograph'),
      'view.face': () => viewport.fit('face'),
      'view.pad': () => closeToPad(editor, viewport),
      'view.actual': () => viewport.actual(),
      'view.closer': () => viewport.zoom(1.25),
      'view.farther': () => viewport.zoom(0.8),
      'view.pan': (chord) => {
        const [dx, dy] = direction(chord)
        viewport.pan(-PUSH * dx, -PUSH * dy)
      },
      'view.brighter': () => light.brighten(1),
      'view.darker': () => light.brighten(-1),
      'view.harder': () => light.harden(1),
      'view.softer': () => light.harden(-1),
      'view.plain': () => light.plain(),
      'view.outlines': () => (viewport.outlines = !viewport.outlines),
    }),
  )
}

/** Shows the pad in hand as large as it goes. */
export function closeToPad(editor: Editor, viewport: Viewport): void {
  const box = editor.polygon && boxAround([editor.polygon], 0.6)
  if (box) viewport.show(box)
}

/** An outline where one looks, for who draws without a mouse. */
export function drawInTheMiddle(editor: Editor, viewport: Viewport): void {
  void editor.closeDrawing(octagon(viewport.toPicture(viewport.centre), viewport.extent / 8))
}

/** The way that an arrow key points, whatever is held with it. */
export function direction(chord: string): readonly [dx: number, dy: number] {
  if (chord.endsWith('ArrowLeft')) return [-1, 0]
  if (chord.endsWith('ArrowRight')) return [1, 0]
  return chord.endsWith('ArrowUp') ? [0, -1] : [0, 1]
}
