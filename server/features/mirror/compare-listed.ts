import type { Kernel } from '../../kernel/context.ts'
import type { MirrorResource, MirrorRow } from '../../ports/payment-gateway.ts'
import { compareSides, heldSide, listedSide, type MirrorDifference, type MirroredSide } from './difference-rules.ts'
import { listMirrored, listMirroredBetween } from './store.ts'

export interface Listed {
  readonly rows: readonly MirrorRow[]
  /** When Stripe was asked. */
  readonly asOf: number
  /** All that Stripe has of this span of time is among the rows; `to` is outside of it. */
  readonly from: number
  readonly to: number
}

interface ListedDifference extends MirrorDifference {
  readonly stripeId: string
  readonly customerStripeId: string | null
  readonly teamId: string | null
}

/** More than so many that Stripe doesn't list are found once these are mended. */
const MOST_GONE = 500

const whose = (there: MirroredSide | null, here: MirroredSide | null) => ({
  customerStripeId: there?.customerStripeId ?? here?.customerStripeId ?? null,
  teamId: there?.teamId ?? here?.teamId ?? null,
})

/**
 * What Stripe listed beside what the mirror holds of it; what was mirrored after Stripe was asked counts as agreeing. What
 * the mirror holds of that time and Stripe didn't list may be gone, or is of a kind that Stripe doesn't list.
 */
export const compareListed = async (
  { db, settings }: Pick<Kernel, 'db' | 'settings'>,
  resource: MirrorResource,
  { rows, asOf, from, to }: Listed,
): Promise<ListedDifference[]> => {
  const ids = rows.map(({ stripeId }) => stripeId)
  const held = new Map((await listMirrored(db, resource, ids)).map((row) => [row.stripeId, row]))
  const differences: ListedDifference[] = []
  for (const row of rows) {
    const mirrored = held.get(row.stripeId)
    if (mirrored && mirrored.asOf > asOf) continue
    const [there, here] = [listedSide(resource, row, settings.teamKeys), heldSide(resource, mirrored)]
    const difference = compareSides(there, here)
    if (difference) differences.push({ ...difference, stripeId: row.stripeId, ...whose(there, here) })
  }
  for (const row of await listMirroredBetween(db, resource, { from, to, limit: rows.length + MOST_GONE })) {
    if (row.asOf > asOf || held.has(row.stripeId)) continue
    const here = heldSide(resource, row)
    const difference = compareSides(null, here)
    if (difference) differences.push({ ...difference, stripeId: row.stripeId, ...whose(null, here) })
  }
  return differences
}
