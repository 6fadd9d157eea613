import type { Stripe } from 'stripe'
import type {
  IntendedDiscount,
  ItemChange,
  SubscriptionChange,
  SubscriptionPause,
  SubscriptionResumption,
} from '../../ports/payment-writes.ts'
import { secondsOf } from './write-options.ts'

/** An empty list would change nothing at Stripe; only the empty string clears. */
export const discountParams = (
  discounts: readonly IntendedDiscount[],
): '' | Stripe.SubscriptionUpdateParams.Discount[] =>
  discounts.length === 0
    ? ''
    : discounts.map((discount) =>
        discount.kind === 'keep' ? { discount: discount.discountStripeId } : { coupon: discount.couponStripeId },
      )

type ItemParams = Pick<Stripe.SubscriptionUpdateParams.Item, 'id' | 'price' | 'quantity' | 'deleted'>

const itemParams = (change: ItemChange): ItemParams => {
  switch (change.kind) {
    case 'remove':
      return { id: change.itemStripeId, deleted: true }
    case 'add':
      return { price: change.priceStripeId, ...(change.quantity === null ? {} : { quantity: change.quantity }) }
    case 'update':
      return {
        id: change.itemStripeId,
        ...(change.priceStripeId === undefined ? {} : { price: change.priceStripeId }),
        ...(change.quantity === undefined ? {} : { quantity: change.quantity }),
      }
  }
}

/** What a change and its preview have in common: the same words, so that the bill is what was shown. */
export interface ChangeParams {
  readonly items: ItemParams[]
  readonly proration_behavior: SubscriptionChange['proration']
  readonly proration_date?: number
  readonly billing_cycle_anchor?: { type: 'now' }
}

export const changeParams = (change: SubscriptionChange): ChangeParams => ({
  items: change.items.map(itemParams),
  proration_behavior: change.proration,
  ...(change.prorationAt === null || change.proration === 'none'
    ? {}
    : { proration_date: secondsOf(change.prorationAt) }),
  ...(change.isNewCycle ? { billing_cycle_anchor: { type: 'now' } } : {}),
})

export const pauseParams = ({
  isUnusedTimeCredited,
  isInvoicedNow,
}: SubscriptionPause): Pick<Stripe.SubscriptionPauseParams, 'bill_for' | 'invoicing_behavior'> => ({
  bill_for: { unused_time_from: { type: isUnusedTimeCredited ? 'now' : 'none' } },
  invoicing_behavior: isInvoicedNow ? 'invoice' : 'pending_invoice_item',
})

export interface ResumeParams {
  readonly billing_cycle_anchor: { type: 'now' | 'unchanged' }
  readonly proration_date?: number
}

export const resumeParams = ({ isNewCycle, prorationAt }: SubscriptionResumption): ResumeParams => ({
  billing_cycle_anchor: { type: isNewCycle ? 'now' : 'unchanged' },
  ...(isNewCycle || prorationAt === null ? {} : { proration_date: secondsOf(prorationAt) }),
})
