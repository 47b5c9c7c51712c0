/** Where a window was, and whether it can be there again. */
import * as v from 'valibot'

export interface Bounds {
  x?: number | undefined
  y?: number | undefined
  width: number
  height: number
  maximized: boolean
}

export interface Area {
  x: number
  y: number
  width: number
  height: number
}

export const DEFAULT_BOUNDS: Bounds = { width: 1440, height: 900, maximized: false }
export const LEAST_SIZE = { width: 960, height: 640 }

const WHOLE = v.pipe(v.number(), v.integer())
const SAVED = v.object({
  x: v.optional(WHOLE),
  y: v.optional(WHOLE),
  width: v.pipe(WHOLE, v.minValue(LEAST_SIZE.width)),
  height: v.pipe(WHOLE, v.minValue(LEAST_SIZE.height)),
  maximized: v.boolean(),
})

/** What was kept. @returns the default where it is damaged */
export function readBounds(text: string): Bounds {
  try {
    return v.parse(SAVED, JSON.parse(text))
  } catch {
    return DEFAULT_BOUNDS
  }
}

/** A window is moved by its upper edge: so much of that edge has to be in sight. */
const GRIP = { width: 100, height: 24 }

/**
 * The bounds for screens that are there now.
 * @param areas the usable part of each screen, the main one first
 * @returns the same place, no larger than its screen; without a place where the upper edge would be out of sight
 */
export function fitBounds(saved: Bounds, areas: readonly Area[]): Bounds {
  const { x, y, maximized } = saved
  for (const area of areas) {
    const size = within(saved, area)
    if (inSight({ ...size, x, y }, area)) return { x, y, ...size, maximized }
  }
  return { ...within(saved, areas[0] ?? saved), maximized }
}

function within(saved: Bounds, area: Pick<Area, 'width' | 'height'>): Pick<Area, 'width' | 'height'> {
  return { width: Math.min(saved.width, area.width), height: Math.min(saved.height, area.height) }
}

function inSight({ x, y, width }: Partial<Area> & { width: number }, area: Area): boolean {
  if (x === undefined || y === undefined) return false
  const wide = Math.min(x + width, area.x + area.width) - Math.max(x, area.x)
  return wide >= GRIP.width && y >= area.y - GRIP.height && y + GRIP.height <= area.y + area.height
}
