import type { Kernel } from '../../kernel/context.ts'
import type { MirrorResource } from '../../ports/payment-gateway.ts'
import { compareSides, heldSide, listedSide, type MirrorDifference } from './difference-rules.ts'
import { listMirrored } from './store.ts'

/** One object, asked live, beside what the mirror holds of it afterwards. null when both agree. */
export const compareObject = async (
  { db, stripe, settings }: Pick<Kernel, 'db' | 'stripe' | 'settings'>,
  resource: MirrorResource,
  stripeId: string,
): Promise<MirrorDifference | null> => {
  const there = listedSide(resource, await stripe.readForMirror(resource, stripeId), settings.teamKeys)
  const [row] = await listMirrored(db, resource, [stripeId])
  return compareSides(there, heldSide(resource, row))
}
