/** Where pictures come from. Only the development page replaces these. */
export const media = {
  photograph: (id: number): string => `malar://photograph/${id}`,
  thumbnail: (id: number): string => `malar://thumbnail/${id}`,
  /** The photograph of a scoring task, by the address that the task gives. */
  showing: (picture: string): string => picture,
  /** 128-pixel crop of a region; the subject's right side is mirrored. */
  crop: (regionKey: number): string => `malar://crop/${regionKey}`,
}

/** Keeps the next photographs decoded, so that going on shows the crop at once. */
export class Warm {
  #held = new Map<string, HTMLImageElement>()

  constructor(private readonly most = 3) {}

  /** Loads and decodes a picture; the oldest of more than `most` is let go. */
  want(url: string): void {
    if (typeof Image === 'undefined' || this.#held.has(url)) return
    const image = new Image()
    image.src = url
    image.decode().catch(() => this.#held.delete(url))
    this.#held.set(url, image)
    for (const oldest of this.#held.keys()) {
      if (this.#held.size <= this.most) break
      this.#held.delete(oldest)
    }
  }
}
