import type { Region } from '../../electron/domain/records'
import type { Point } from '../../electron/domain/words'
import { cropFrame, eyeLineAngle } from '../../electron/domain/crop'
import { FEATURES, LINES, OVAL, outline, vertex } from '../home/canonical-face'
import { media } from '../media'

export const SIDE = 760

export interface Face {
  landmarks: Point[]
  url: string
}

/** Rendered faces where the server has them, else one drawing. */
export async function readFaces(): Promise<Face[]> {
  try {
    const list = (await (await fetch('/dev-faces/faces.json')).json()) as { lm: number[] }[]
    return list.map(({ lm }, i) => ({
      landmarks: Array.from({ length: 468 }, (_, v) => [lm[2 * v] ?? 0, lm[2 * v + 1] ?? 0] as Point),
      url: `/dev-faces/${i + 1}.jpg`,
    }))
  } catch {
    const landmarks = Array.from({ length: 468 }, (_, v) => {
      const [x, y] = vertex(v)
      return [SIDE / 2 + 36 * x, SIDE / 2 + 36 * y] as Point
    })
    return [{ landmarks, url: drawing() }]
  }
}

/** Lets pictures come from the faces; crops are cut in the page. */
export function showFaces(faces: Face[], regionOf: (key: number) => Region): void {
  const face = (id: number): Face => faces[(id - 1) % faces.length] as Face
  media.photograph = (id) => face(id).url
  media.thumbnail = (id) => face(id).url
  media.showing = (picture) => face(Number(picture.split('/').pop())).url
  const cut = new Map<number, string>()
  media.crop = (key) => {
    const there = cut.get(key)
    if (there) return there
    const region = regionOf(key)
    const { landmarks, url } = face(region.photograph)
    const image = new Image()
    image.src = url
    const canvas = document.createElement('canvas')
    canvas.width = canvas.height = 128
    const context = canvas.getContext('2d')
    if (!context || !image.complete) return url
    const frame = cropFrame(region.polygon, eyeLineAngle(landmarks), region.side)
    const scale = 128 / frame.size
    context.translate(64, 64)
    context.scale(frame.mirrored ? -scale : scale, scale)
    context.rotate(-frame.angle)
    context.drawImage(image, -frame.cx, -frame.cy)
    cut.set(key, canvas.toDataURL())
    return canvas.toDataURL()
  }
}

function drawing(): string {
  const shapes = [
    `<polygon points="${outline(OVAL)}" fill="#d9b8a0"/>`,
    ...FEATURES.map((feature) => `<polygon points="${outline(feature)}" fill="#b98f7a"/>`),
    ...LINES.map(
      (line) => `<polyline points="${outline(line)}" fill="none" stroke="#a87f69" stroke-width=".1"/>`,
    ),
  ]
  const half = SIDE / 72
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}" viewBox="${-half} ${-half} ${2 * half} ${2 * half}"><rect x="-99" y="-99" width="198" height="198" fill="#8f93a8"/>${shapes.join('')}</svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}
