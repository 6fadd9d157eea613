import { isHeldByFile } from '../licenses/index.ts'
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
  const { now } = book
  if (!row || row.releasedAt !== null || isHeldByFile(row, now)) return
  book.put({ ...row, releasedAt: now, releasedBy: by, seatUntil: Math.min(row.seatUntil, now) })
}
