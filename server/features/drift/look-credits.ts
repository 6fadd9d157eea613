import { DAY_MS, toIso } from '@countersign/shared/times'
import { z } from 'zod'
import { REQUEST_KEYS } from '../../ports/request-metadata.ts'
import type { DriftKernel, Look } from './commit-step.ts'
import { type DoneEntry, type EntryFacts, foundOnBalance } from './credit-rules.ts'
import { readIfThere } from './read-if-there.ts'
import { listBalanceCustomers, listDoneEntries, listKnownRequests } from './store.ts'

const PAGE = 20
const LOOK_BACK_MS = 30 * DAY_MS
/** What was done by our clock may stand at Stripe as a little before. */
const CLOCKS_DIFFER_MS = DAY_MS

const resultSchema = z.object({ balanceTransaction: z.string() })

const readDone = async ({ db }: DriftKernel, customerStripeId: string, since: number): Promise<DoneEntry[]> => {
  const rows = await listDoneEntries(db, customerStripeId, since)
  return rows.flatMap(({ id, title, result }) => {
    const read = resultSchema.safeParse(JSON.parse(result ?? 'null'))
    return read.success ? [{ stripeId: read.data.balanceTransaction, requestId: id, title }] : []
  })
}

const readEntries = async (
  { stripe }: DriftKernel,
  customerStripeId: string,
  since: number,
): Promise<EntryFacts[] | null> => {
  const entries = await readIfThere(() => stripe.listBalanceEntriesSince(customerStripeId, toIso(since)))
  return entries && entries.map((entry) => ({ ...entry, requestId: entry.metadata[REQUEST_KEYS.request] ?? null }))
}

/** The balances that may have changed within thirty days beside what was asked for here. */
export const lookCredits: Look = async (kernel, cursor) => {
  const since = kernel.clock.now() - LOOK_BACK_MS
  const customers = await listBalanceCustomers(kernel.db, { since, after: cursor ?? '', limit: PAGE })
  const found = []
  for (const { stripeId: customerStripeId, teamId } of customers) {
    await kernel.pace()
    const entries = await readEntries(kernel, customerStripeId, since)
    // That it is gone is the mirror's finding.
    if (!entries) continue
    const named = entries.flatMap(({ requestId }) => requestId ?? [])
    const knownRequests = new Set(await listKnownRequests(kernel.db, named))
    const done = await readDone(kernel, customerStripeId, since + CLOCKS_DIFFER_MS)
    found.push(...foundOnBalance({ customerStripeId, teamId, entries, knownRequests, done }))
  }
  const last = customers.length < PAGE ? undefined : customers.at(-1)?.stripeId
  return { found, compared: { balances: customers.length }, next: last ?? null }
}
