import type { SeatBook } from './open-book.ts'

export interface ReleaseTask {
  readonly kind: 'release'
  readonly id: string
  readonly licenseId: string
  readonly by: string
}

/** The seat is free at once. Releasing twice changes nothing. */
export const releaseInBook = (book: SeatBook, { id, by }: ReleaseTask): void => {
  const row = book.instance(id)
  if (!row || row.releasedAt !== null) return
  const { now } = book
  book.put({ ...row, releasedAt: now, releasedBy: by, seatUntil: Math.min(row.seatUntil, now) })
}
