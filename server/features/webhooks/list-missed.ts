import type { Kernel } from '../../kernel/context.ts'
import { announceWork } from '../../kernel/due-work.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { KEPT_MS, LISTED_MS, listingFrom } from './inbox-rules.ts'
import { keepEvents, type Keeping } from './keep-events.ts'
import { claimCatchUp, forgetEnded, moveCatchUp, readCatchUp } from './store.ts'

export interface Missed {
  readonly holder: string
  readonly isWanted: Keeping['isWanted']
  readonly pace: () => Promise<void>
  readonly signal: AbortSignal
  /** Not before so long after the last listing, whoever did it. */
  readonly atLeastMs: number
  /**
   * Events were made that Stripe doesn't list any more: whatever they told has to be read anew. False when that could not be
   * begun now; then it is asked for again after the next listing.
   */
  readonly onGap: () => Promise<boolean>
}

const LEASE_MS = 60_000

/** Null when it was stopped or another replica took over; else how many events nobody had delivered. */
const listAll = async (kernel: Kernel, from: number, missed: Missed): Promise<number | null> => {
  const { holder, isWanted, pace, signal } = missed
  let found = 0
  for (let cursor: string | null = null; ; ) {
    await pace()
    if (signal.aborted) return null
    const page = await kernel.stripe.listEvents({ from, startingAfter: cursor })
    const at = kernel.clock.now()
    const kept = page.rows.map((event) => ({ endpoint: null, event }))
    const isOurs = await inTransaction(kernel.db, async (tx) => {
      const fresh = await keepEvents(tx, kept, { at, isWanted })
      found += fresh.size
      if (fresh.size > 0) announceWork(tx, 'events')
      return moveCatchUp(tx, holder, { until: at + LEASE_MS })
    })
    if (!isOurs) return null
    if (!page.hasMore) return found
    cursor = page.rows.at(-1)?.stripeId ?? null
  }
}

/**
 * Goes through Stripe's own list of events, an hour further back than the last time, and keeps what no delivery brought.
 * Returns how many those were; null when there was nothing to do or it was not finished.
 */
export const listMissed = async (kernel: Kernel, missed: Missed): Promise<number | null> => {
  const { db, clock, log } = kernel
  const startedAt = clock.now()
  const claim = { holder: missed.holder, now: startedAt, until: startedAt + LEASE_MS }
  if (!(await claimCatchUp(db, { ...claim, dueBefore: startedAt - missed.atLeastMs }))) return null
  try {
    const { listedTo } = await readCatchUp(db)
    const { from, isGap } = listingFrom(listedTo, startedAt)
    // Before Stripe is asked for the first time: from now on nothing may be missed, even if it doesn't answer for days.
    if (listedTo === null) await moveCatchUp(db, missed.holder, { listedTo: startedAt })
    const found = await listAll(kernel, from, missed)
    if (found === null) return null
    // A machine that slept in the middle may have let what it was about to list grow too old.
    const isMissing = isGap || from < clock.now() - LISTED_MS
    if (isMissing) log.warn({ listedTo }, 'webhooks: events were missed that Stripe lists no more')
    const isMended = !isMissing || (await missed.onGap())
    const end = { endedAt: clock.now(), found, ...(isMended ? { listedTo: startedAt } : {}) }
    await moveCatchUp(db, missed.holder, end)
    await forgetEnded(db, startedAt - KEPT_MS)
    return found
  } finally {
    await moveCatchUp(db, missed.holder, { until: null, holder: null })
  }
}
