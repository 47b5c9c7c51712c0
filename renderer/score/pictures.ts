import { media } from '../media'

/** Beyond so many pixels a photograph is not decoded ahead: two of them would take too much memory. */
export const MOST_AHEAD = 50_000_000

/**
 * Photographs as pixels, decoded beside the window's own thread and kept, so that going on shows the next crop at
 * once. Each takes four bytes a pixel, 48 MB at 12 megapixels, and is given back as soon as it is let go.
 */
export class Pictures {
  #held = new Map<string, { pixels: Promise<ImageBitmap | null>; now: ImageBitmap | null }>()

  /**
   * @param decode by the address that a task gives; null where the picture cannot be shown
   * @param most kept: the one in sight, the next one, and the one before or an earlier visit
   */
  constructor(
    private readonly decode: (picture: string) => Promise<ImageBitmap | null> = decoded,
    private readonly most = 3,
  ) {}

  /** The pixels, if they are there. They may be gone at the next turn of the event loop. */
  now(picture: string): ImageBitmap | null {
    return this.#held.get(picture)?.now ?? null
  }

  /** The pixels, as soon as they are there; null where the picture cannot be shown. Lets the oldest one go. */
  want(picture: string): Promise<ImageBitmap | null> {
    const held = this.#held.get(picture) ?? this.#begin(picture)
    this.#held.delete(picture)
    this.#held.set(picture, held)
    for (const oldest of this.#held.keys()) {
      if (this.#held.size <= this.most) break
      this.#letGo(oldest)
    }
    return held.pixels
  }

  /** Gives all memory back. */
  forget(): void {
    for (const picture of [...this.#held.keys()]) this.#letGo(picture)
  }

  #begin(picture: string): { pixels: Promise<ImageBitmap | null>; now: ImageBitmap | null } {
    const held = { pixels: this.decode(picture), now: null as ImageBitmap | null }
    held.pixels = held.pixels.then(
      (pixels) => {
        if (this.#held.get(picture) !== held) {
          pixels?.close()
          return null
        }
        held.now = pixels
        // What failed is tried again when it is wanted again.
        if (!pixels) this.#held.delete(picture)
        return pixels
      },
      () => {
        if (this.#held.get(picture) === held) this.#held.delete(picture)
        return null
      },
    )
    return held
  }

  #letGo(picture: string): void {
    this.#held.get(picture)?.now?.close()
    this.#held.delete(picture)
  }
}

async function decoded(picture: string): Promise<ImageBitmap | null> {
  const answer = await fetch(media.showing(picture))
  if (!answer.ok) return null
  const pixels = await createImageBitmap(await answer.blob())
  draw(document.createElement('canvas'), pixels, 'scale(0.05)', { side: 1, density: 1 })
  return pixels
}

/**
 * Draws a part of a photograph into a square canvas.
 * @param transform CSS transform that lays the photograph
 * @param square its side in CSS pixels, and pixels of the screen for one of them
 */
export function draw(
  canvas: HTMLCanvasElement,
  pixels: ImageBitmap | null,
  transform: string,
  { side, density }: { side: number; density: number },
): void {
  // Drawn by the processor: a graphics card would first be handed the whole photograph.
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) return
  const size = Math.max(1, Math.round(side * density))
  // Setting the size wipes the canvas, even where it stays the same.
  canvas.width = size
  canvas.height = size
  if (!pixels) return
  context.setTransform(new DOMMatrix().scale(size / side).multiply(new DOMMatrix(transform)))
  context.imageSmoothingQuality = 'medium'
  context.drawImage(pixels, 0, 0)
}
