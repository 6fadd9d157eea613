import { intervalsOf } from './interval-rules.ts'
import type { SeatBook } from './open-book.ts'

export interface RenewTask {
  readonly kind: 'renew'
  readonly id: string
  readonly licenseId: string
}

export type Renewal =
  | { readonly verdict: 'renewed'; readonly seatUntil: number }
  | { readonly verdict: 'full'; readonly returnsAt: number | null }
  | { readonly verdict: 'released' }

/** A seat that lapsed, or nearly, is taken anew: by then another may have it. */
export const renewInBook = async (book: SeatBook, { id }: RenewTask): Promise<Renewal> => {
  const row = book.instance(id)
  const license = row && book.license(row.licenseId)
  if (!license || row.releasedAt !== null) return { verdict: 'released' }
  const seat = await book.seatFor(license, row.environment, row)
  if (!seat.isGranted) return { verdict: 'full', returnsAt: seat.returnsAt }
  const { now } = book
  const seatUntil = Math.max(row.seatUntil, now + intervalsOf(license.terms, row.isEphemeral === 1).seatMs)
  book.put({ ...row, seatSince: row.seatUntil > now ? row.seatSince : now, seatUntil })
  return { verdict: 'renewed', seatUntil }
}
