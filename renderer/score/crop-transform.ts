import type { CropFrame } from '../../electron/domain/crop'

/**
 * The CSS transform that lays a photograph so that its crop fills a square.
 * @param frame the crop in pixels of the photograph; its own mirroring is for the encoder and not followed here
 * @param side the square's side in CSS pixels
 * @param zoom 1 shows the crop, 2 half of it
 * @param mirrored shows it as in a mirror, to compare both sides
 */
export function cropTransform(frame: CropFrame, side: number, zoom: number, mirrored: boolean): string {
  const scale = (side * zoom) / frame.size
  const across = mirrored ? -scale : scale
  return (
    `translate(${side / 2}px, ${side / 2}px) scale(${across}, ${scale}) ` +
    `rotate(${-frame.angle}rad) translate(${-frame.cx}px, ${-frame.cy}px)`
  )
}
