// Rule: the window comes back where it was, unless that place is gone (a screen unplugged, made smaller), and is never
// smaller than the desk can be used in.

export const MIN_WIDTH = 1024
export const MIN_HEIGHT = 680
const DEFAULT_WIDTH = 1440
const DEFAULT_HEIGHT = 900
/** So much of the window's top edge must be reachable that it can be dragged. */
const REACHABLE_PX = 100

export interface Place {
  readonly x?: number | undefined
  readonly y?: number | undefined
  readonly width: number
  readonly height: number
}
export type Area = Required<Record<'x' | 'y' | 'width' | 'height', number>>

const clamp = (value: number, least: number, most: number): number => Math.max(least, Math.min(value, most))

const isReachable = (place: Place, { x, y, width, height }: Area): boolean =>
  place.x !== undefined &&
  place.y !== undefined &&
  place.x + place.width >= x + REACHABLE_PX &&
  place.x <= x + width - REACHABLE_PX &&
  place.y >= y &&
  place.y <= y + height - REACHABLE_PX

/** Where to open, given where it was and the work areas of the screens there are now, the main one first. */
export const placeWindow = (saved: Place | null, screens: readonly Area[]): Place => {
  const wanted = saved ?? { width: DEFAULT_WIDTH, height: DEFAULT_HEIGHT }
  const screen = screens.find((area) => isReachable(wanted, area))
  const room = screen ?? screens[0] ?? { width: DEFAULT_WIDTH, height: DEFAULT_HEIGHT }
  const width = clamp(wanted.width, MIN_WIDTH, Math.max(room.width, MIN_WIDTH))
  const height = clamp(wanted.height, MIN_HEIGHT, Math.max(room.height, MIN_HEIGHT))
  return screen ? { x: wanted.x, y: wanted.y, width, height } : { width, height }
}
