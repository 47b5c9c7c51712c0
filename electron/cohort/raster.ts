/** Which triangle each pixel of a square picture sees, and where on it. */
export interface Visibility {
  /** Number of the nearest triangle, or −1 where there is none. */
  triangle: Int32Array
  /** Share of the triangle's second and third corner at the pixel's middle; the first has the rest. */
  second: Float32Array
  third: Float32Array
}

/** Triangles seen from behind have areas above this (y points down). */
const FRONT_AREA = -1e-6

/**
 * Finds the nearest front-facing triangle of every pixel with a depth buffer. No perspective
 * correction: triangles are a few pixels wide.
 * @param projected x, y in pixels and depth (larger is nearer) a vertex
 * @param triangles three vertex numbers each
 * @param size width and height, pixels
 */
export function rasterize(projected: Float32Array, triangles: Int32Array, size: number): Visibility {
  const triangle = new Int32Array(size * size).fill(-1)
  const second = new Float32Array(size * size)
  const third = new Float32Array(size * size)
  const depth = new Float32Array(size * size).fill(-Infinity)
  for (let t = 0; t < triangles.length; t += 3) {
    const a = 3 * triangles[t]
    const b = 3 * triangles[t + 1]
    const c = 3 * triangles[t + 2]
    const ax = projected[a]
    const ay = projected[a + 1]
    const abX = projected[b] - ax
    const abY = projected[b + 1] - ay
    const acX = projected[c] - ax
    const acY = projected[c + 1] - ay
    const area = abX * acY - acX * abY
    if (area >= FRONT_AREA) continue
    const perArea = 1 / area
    const az = projected[a + 2]
    const abZ = projected[b + 2] - az
    const acZ = projected[c + 2] - az
    // Pixels whose middles may lie inside.
    const firstX = Math.max(0, Math.ceil(ax + Math.min(0, abX, acX) - 0.5))
    const lastX = Math.min(size - 1, Math.floor(ax + Math.max(0, abX, acX) - 0.5))
    const firstY = Math.max(0, Math.ceil(ay + Math.min(0, abY, acY) - 0.5))
    const lastY = Math.min(size - 1, Math.floor(ay + Math.max(0, abY, acY) - 0.5))
    for (let y = firstY; y <= lastY; y++) {
      const dy = y + 0.5 - ay
      for (let x = firstX; x <= lastX; x++) {
        const dx = x + 0.5 - ax
        const shareB = (dx * acY - acX * dy) * perArea
        const shareC = (abX * dy - dx * abY) * perArea
        if (shareB < 0 || shareC < 0 || shareB + shareC > 1) continue
        const z = az + shareB * abZ + shareC * acZ
        const pixel = y * size + x
        if (z <= depth[pixel]) continue
        depth[pixel] = z
        triangle[pixel] = t / 3
        second[pixel] = shareB
        third[pixel] = shareC
      }
    }
  }
  return { triangle, second, third }
}
