import type { CropFrame } from '../../electron/domain/crop'

type Drawing = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D

/** Size of a photograph once its EXIF orientation (1..8) is baked in: 5 to 8 swap the sides. */
export function uprightSize(
  width: number,
  height: number,
  orientation: number,
): { width: number; height: number } {
  return orientation >= 5 ? { width: height, height: width } : { width, height }
}

/** The size whose longer side is at most `side`, never enlarged, at least one pixel. */
export function scaledSize(width: number, height: number, side: number): { width: number; height: number } {
  const factor = Math.min(1, side / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * factor)), height: Math.max(1, Math.round(height * factor)) }
}

/**
 * The canvas transform (a, b, c, d, e, f) that draws a stored image upright, by EXIF orientation.
 * @param width width of the UPRIGHT image in pixels
 * @param height height of the UPRIGHT image in pixels
 */
export function uprightTransform(
  orientation: number,
  width: number,
  height: number,
): [number, number, number, number, number, number] {
  switch (orientation) {
    case 2:
      return [-1, 0, 0, 1, width, 0]
    case 3:
      return [-1, 0, 0, -1, width, height]
    case 4:
      return [1, 0, 0, -1, 0, height]
    case 5:
      return [0, 1, 1, 0, 0, 0]
    case 6:
      return [0, 1, -1, 0, width, 0]
    case 7:
      return [0, -1, -1, 0, width, height]
    case 8:
      return [0, -1, 1, 0, 0, height]
    default:
      return [1, 0, 0, 1, 0, 0]
  }
}

/** Draws a decoded image upright on a white ground, so that transparency cannot hide anything. */
export function drawUpright(
  drawing: Drawing,
  image: CanvasImageSource,
  orientation: number,
  width: number,
  height: number,
): void {
  drawing.fillStyle = '#ffffff'
  drawing.fillRect(0, 0, width, height)
  drawing.setTransform(...uprightTransform(orientation, width, height))
  drawing.drawImage(image, 0, 0)
  drawing.setTransform(1, 0, 0, 1, 0, 0)
}

/**
 * The canvas transform that maps photograph pixels to the crop's pixels.
 * @param pixels side of the crop
 */
export function cropTransform(
  frame: CropFrame,
  pixels: number,
): [number, number, number, number, number, number] {
  const scale = pixels / frame.size
  const cos = Math.cos(frame.angle) * scale
  const sin = Math.sin(frame.angle) * scale
  const flip = frame.mirrored ? -1 : 1
  // u = flip · ((x − cx) cos + (y − cy) sin) + pixels / 2,  v = −(x − cx) sin + (y − cy) cos + pixels / 2
  return [
    flip * cos,
    -sin,
    flip * sin,
    cos,
    pixels / 2 - flip * (frame.cx * cos + frame.cy * sin),
    pixels / 2 + frame.cx * sin - frame.cy * cos,
  ]
}

/** Draws a region's canonical crop; what lies outside the photograph is neutral grey. */
export function drawCrop(
  drawing: Drawing,
  photograph: CanvasImageSource,
  frame: CropFrame,
  pixels: number,
): void {
  drawing.fillStyle = '#808080'
  drawing.fillRect(0, 0, pixels, pixels)
  drawing.setTransform(...cropTransform(frame, pixels))
  drawing.drawImage(photograph, 0, 0)
  drawing.setTransform(1, 0, 0, 1, 0, 0)
}
