import type { Kernel } from '../../kernel/context.ts'
import type { MirrorResource, MirrorRow } from '../../ports/payment-gateway.ts'
import { readAsOf } from './store.ts'

export interface Fetched {
  readonly row: MirrorRow
  readonly teamKeys: readonly string[]
  /** When Stripe was asked, or the event heard that told it. */
  readonly asOf: number
  /** When that event was made; absent where Stripe was asked. */
  readonly toldAt?: number
}

/**
 * Asks Stripe for the present state of one object, to be written with `writeFetched`. Whoever asks sees to it that no two do
 * so for one object at once.
 */
export const fetchObject = async (
  { db, stripe, clock, settings }: Pick<Kernel, 'db' | 'stripe' | 'clock' | 'settings'>,
  resource: MirrorResource,
  stripeId: string,
): Promise<Fetched> => {
  // What stands there was read before Stripe is asked now, whatever another replica's clock said then.
  const known = await readAsOf(db, resource, stripeId)
  const asOf = Math.max(clock.now(), known ?? 0)
  return { row: await stripe.readForMirror(resource, stripeId), teamKeys: settings.teamKeys, asOf }
}
