import type { Kernel } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { noteLicenses } from './note-licenses.ts'
import { readHeard } from './read-heard.ts'
import { listStandingObjects } from './store.ts'

const AT_ONCE = 200

/** Of the account's running subscriptions, those whose plan may license something. */
const findRunning = async ({ stripe }: Pick<Kernel, 'stripe'>, signal: AbortSignal): Promise<Set<string>> => {
  const found = new Set<string>()
  for (let cursor: string | null = null; !signal.aborted; ) {
    const { rows, hasMore } = await stripe.listRunningPlans(cursor)
    for (const { stripeId, items } of rows)
      if (items.some((item) => 'license-product' in { ...item.productMetadata, ...item.priceMetadata }))
        found.add(stripeId)
    cursor = rows.at(-1)?.stripeId ?? null
    if (!hasMore || cursor === null) break
  }
  return found
}

/**
 * Compares all licenses with what they stand on, and finds what was sold without anybody hearing of it: an event may be lost,
 * or none be configured.
 */
export const sweepLicenses = async (
  kernel: Pick<Kernel, 'db' | 'clock' | 'stripe' | 'settings'>,
  signal: AbortSignal,
): Promise<void> => {
  const wanted = await findRunning(kernel, signal)
  for (let after = ''; !signal.aborted; ) {
    const known = await listStandingObjects(kernel.db, after, AT_ONCE)
    for (const { stripeId } of known) wanted.add(stripeId)
    const last = known.at(-1)
    if (!last || known.length < AT_ONCE) break
    after = last.stripeId
  }
  for (const stripeId of wanted) {
    if (signal.aborted) return
    const heard = await readHeard(kernel, stripeId)
    await inTransaction(kernel.db, (tx) => noteLicenses(tx, [heard]))
  }
}
