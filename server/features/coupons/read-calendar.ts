import { isEnded } from '@countersign/shared/features/subscriptions'
import type { Calendar } from '@countersign/shared/features/stacks'
import { toIso } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import type { LiveSubscription } from '../../ports/payment-facts.ts'
import { calendarOf } from './ground-rules.ts'

/** Three years of monthly invoices: the longest share that can be asked for. */
const MOST_INVOICES = 36

const liveNames = ({ discounts: { onSubscription, onItems, onCustomer } }: LiveSubscription): string[] =>
  [...onSubscription, ...onItems.flatMap(({ discounts }) => discounts), ...onCustomer].map(
    ({ couponName, couponStripeId }) => couponName ?? couponStripeId,
  )

/**
 * The coming invoices of a subscription that a coupon shall be applied to. Refuses with NOT_FOUND for one that isn't this
 * customer's or has ended, and with DISCOUNT_LIVE where a discount acts already: only one counts.
 */
export const readCalendar = async (
  { stripe, clock }: Pick<Kernel, 'stripe' | 'clock'>,
  of: { readonly customerStripeId: string | null; readonly subscriptionStripeId: string },
): Promise<Calendar> => {
  const live = await stripe.readSubscription(of.subscriptionStripeId)
  if (!live || live.subscription.customerStripeId !== of.customerStripeId || isEnded(live.subscription))
    throw new AppError('NOT_FOUND')
  const names = liveNames(live)
  if (names.length > 0) throw new AppError('DISCOUNT_LIVE', { data: { coupons: names } })
  const { currency } = live.subscription
  const coming = await stripe.previewComingInvoices(of.subscriptionStripeId, MOST_INVOICES)
  return calendarOf(coming, { now: toIso(clock.now()), currency })
}
