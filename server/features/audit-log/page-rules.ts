// The log is shown newest first and paged by key: a cursor names the last entry shown, so that entries written
// meanwhile neither repeat nor hide any. Looking at the log counts as opening it, once per filter in a while.

export interface PageKey {
  readonly at: number
  readonly id: string
}

/** One look at the log is one entry, however often the screen asks again meanwhile. */
export const SAME_LOOK_MS = 15 * 60_000

const CURSOR = /^(-?\d{1,16})\.(aud_[0-9A-Z]{26})$/

export const cursorOf = (key: PageKey): string => `${key.at}.${key.id}`

/** The key, or null for a text that was never one of our cursors. */
export const keyOf = (cursor: string): PageKey | null => {
  const [, at, id] = CURSOR.exec(cursor) ?? []
  return at === undefined || id === undefined ? null : { at: Number(at), id }
}
