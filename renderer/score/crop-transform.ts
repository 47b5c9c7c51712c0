import type { CropFrame } from '../../electron/domain/crop'
import type { Place } from './look.svelte'

/**
 * The CSS transform that lays a photograph so that a part of a frame fills a square.
 * @param frame in pixels of the photograph; turns of it that are for the encoder are not followed here
 * @param side the square's side in CSS pixels
 * @param place the part of the frame; its x goes the other way on a mirrored frame
 * @param mirrored shows it as in a mirror, to compare both sides
 */
export function cropTransform(frame: CropFrame, side: number, place: Place, mirrored: boolean): string {
  const scale = (side * place.zoom) / frame.size
  const across = mirrored ? -scale : scale
  const x = frame.size * (frame.mirrored ? -place.x : place.x)
  const y = frame.size * place.y
  return (
    `translate(${side / 2}px, ${side / 2}px) scale(${across}, ${scale}) translate(${-x}px, ${-y}px) ` +
    `rotate(${-frame.angle}rad) translate(${-frame.cx}px, ${-frame.cy}px)`
  )
}
