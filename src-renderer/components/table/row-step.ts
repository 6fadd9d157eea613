export interface RowPlace {
  readonly index: number
  readonly count: number
  readonly pageSize: number
}

type Step = (place: RowPlace) => number

const steps: Record<string, Step> = {
  ArrowDown: ({ index }) => index + 1,
  ArrowUp: ({ index }) => (index < 0 ? 0 : index - 1),
  PageDown: ({ index, pageSize }) => index + pageSize,
  PageUp: ({ index, pageSize }) => index - pageSize,
  Home: () => 0,
  End: ({ count }) => count - 1,
}

/** Where a key leads, kept within the list; `undefined` for keys that don't move. */
export const rowStep = (key: string, place: RowPlace): number | undefined => {
  const step = steps[key]
  if (!step || place.count === 0) return undefined
  return Math.min(Math.max(step(place), 0), place.count - 1)
}
