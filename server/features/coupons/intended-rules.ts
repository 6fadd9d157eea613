// Rule: the stack's coupon is the whole list of its subscription. Items lose what the stack holds and keep the rest; the
// customer's own discount ends when the stack holds its value, or it would act again after the stack.

import type { StackFacts } from '@countersign/shared/features/stack-requests'
import type { LeftValue, LiveDiscount } from '@countersign/shared/features/stacks'

const isFolded = (left: readonly LeftValue[], { stripeId }: LiveDiscount): boolean =>
  left.some((row) => row.isFolded && row.discountStripeId === stripeId)

/** What is taken off beside the subscription's own list. */
export const takenOffOf = (
  left: readonly LeftValue[],
  live: readonly LiveDiscount[],
): Pick<StackFacts, 'items' | 'customerDiscount'> => {
  const onItems = live.filter(({ on }) => on === 'item')
  const touched = new Set(
    onItems.filter((row) => isFolded(left, row)).flatMap(({ itemStripeId }) => itemStripeId ?? []),
  )
  return {
    items: [...touched].map((itemStripeId) => ({
      itemStripeId,
      kept: onItems
        .filter((row) => row.itemStripeId === itemStripeId && !isFolded(left, row))
        .map(({ stripeId }) => stripeId),
    })),
    customerDiscount: live.find((row) => row.on === 'customer' && isFolded(left, row))?.stripeId ?? null,
  }
}

/** The lists as they shall be. */
export const intendedOf = (
  subscriptionStripeId: string,
  couponStripeId: string,
  { items }: Pick<StackFacts, 'items'>,
) => ({
  subscriptionStripeId,
  discounts: [{ kind: 'coupon', couponStripeId } as const],
  items: items.map(({ itemStripeId, kept }) => ({
    itemStripeId,
    discounts: kept.map((discountStripeId) => ({ kind: 'keep', discountStripeId }) as const),
  })),
})
