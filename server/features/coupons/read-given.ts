import type { GivenEntry } from '@countersign/shared/features/coupons'
import { toIso, YEAR_MS } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { listGrantsOfTeam } from './store.ts'

const readCredits = async (
  { stripe }: Pick<Kernel, 'stripe'>,
  customerStripeId: string,
  since: string,
): Promise<GivenEntry[]> => {
  const [entries, refunds] = await Promise.all([
    stripe.listBalanceEntriesSince(customerStripeId, since),
    stripe.listRefundsSince(customerStripeId, since),
  ])
  return [
    ...entries
      .filter(({ kind }) => kind === 'adjustment')
      .map(({ amount, description, at }) => ({ at, amount, text: description ?? 'Balance adjustment' })),
    ...refunds.map(({ amount, status, at }) => ({ at, amount, text: `Refund, ${status}` })),
  ]
}

/** What the team was given in the last twelve months, coupons of the desk's own too; newest first. */
export const readGiven = async (
  kernel: Pick<Kernel, 'db' | 'clock' | 'stripe'>,
  of: { readonly teamId: string | null; readonly customerStripeId: string | null },
): Promise<GivenEntry[]> => {
  const since = kernel.clock.now() - YEAR_MS
  const grants = of.teamId === null ? [] : await listGrantsOfTeam(kernel.db, of.teamId, since)
  const credits = of.customerStripeId === null ? [] : await readCredits(kernel, of.customerStripeId, toIso(since))
  const coupons = grants.map(({ amount, invoices, currency, couponName, grantedAt }) => ({
    amount: { amount: amount * invoices, currency },
    text: `Coupon “${couponName}”`,
    at: toIso(grantedAt),
  }))
  return [...coupons, ...credits].toSorted((a, b) => b.at.localeCompare(a.at))
}
