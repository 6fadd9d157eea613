import type { Kernel } from '../../kernel/context.ts'
import type { Transaction } from '../../ports/database.ts'
import type { MirrorResource } from '../../ports/payment-gateway.ts'
import { readAsOf } from './store.ts'
import { writePage } from './write-page.ts'

export interface Fetched {
  readonly resource: MirrorResource
  readonly stripeId: string
}

/**
 * Asks Stripe for the present state of one object, and hands back what writes it. Whoever asks sees to it that no two do so
 * for one object at once. What is gone is kept as gone, so that an older page of a fill can't bring it back.
 */
export const fetchObject = async (
  { db, stripe, clock, settings }: Pick<Kernel, 'db' | 'stripe' | 'clock' | 'settings'>,
  { resource, stripeId }: Fetched,
): Promise<(tx: Transaction) => Promise<void>> => {
  // What stands there was read before Stripe is asked now, whatever another replica's clock said then.
  const known = await readAsOf(db, resource, stripeId)
  const asOf = Math.max(clock.now(), known ?? 0)
  const row = await stripe.readForMirror(resource, stripeId)
  return (tx) => writePage(tx, resource, [row], { teamKeys: settings.teamKeys, asOf })
}
