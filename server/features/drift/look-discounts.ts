import { nameOwn } from '../coupons/index.ts'
import type { Look } from './commit-step.ts'
import { foundUnexplained } from './coupon-rules.ts'
import { listKnownRequests } from './store.ts'
import { teamIn } from './team-rules.ts'

/** A coupon of ours has its request in its id, also while the request is being carried out. */
const OURS = 'cs-'

/** What hangs on running subscriptions beside what the desk gave. */
export const lookDiscounts: Look = async (kernel, cursor) => {
  const { db, stripe, settings, pace } = kernel
  await pace()
  const { rows, hasMore } = await stripe.listRunningDiscounts(cursor)
  const hanging = rows.flatMap((row) => row.discounts.map((discount) => ({ row, discount })))
  const coupons = [...new Set(hanging.map(({ discount }) => discount.couponStripeId))]
  const own = await nameOwn(kernel, coupons)
  const asked = coupons.filter((id) => id.startsWith(OURS)).map((id) => id.slice(OURS.length))
  const requests = new Set(await listKnownRequests(db, asked))
  const isExplained = (id: string) => own.has(id) || (id.startsWith(OURS) && requests.has(id.slice(OURS.length)))
  const found = hanging
    .filter(({ discount }) => !isExplained(discount.couponStripeId))
    .map(({ row, discount }) =>
      foundUnexplained({
        ...discount,
        subscriptionStripeId: row.stripeId,
        customerStripeId: row.customerStripeId,
        teamId: teamIn(row.metadata, settings.teamKeys) ?? teamIn(row.customerMetadata, settings.teamKeys),
      }),
    )
  const last = hasMore ? rows.at(-1)?.stripeId : undefined
  return { found, compared: { discounts: hanging.length }, next: last ?? null }
}
