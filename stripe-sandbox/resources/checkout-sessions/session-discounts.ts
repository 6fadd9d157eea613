import type { Stripe } from 'stripe'
import { type ActiveDiscount, discountLines } from '../../billing/discount-rules.ts'
import type { Purchase } from '../../billing/minimum-rules.ts'
import { type DiscountParam, type DiscountTarget, redeemDiscounts } from '../../billing/redeem-discounts.ts'
import type { Account } from '../../store/account.ts'
import type { CheckoutSession, Coupon } from '../../store/kinds.ts'
import { invalidRequest } from '../../wire/errors.ts'

export type SessionDiscount = NonNullable<CheckoutSession['discounts']>[number]

export const asParam = ({ coupon, promotion_code: code }: SessionDiscount): DiscountParam =>
  code === null ? { coupon: coupon ?? '' } : { promotion_code: code }

const couponBehind = (account: Account, { coupon, promotion_code: code }: SessionDiscount): Coupon | undefined =>
  account.all('coupon').row(coupon ?? account.all('promotion_code').row(code ?? '')?.value.promotion.coupon ?? '')
    ?.value

/** What a session sells; unknown where it is not paid for when it is completed, or not by itself. */
const purchaseOf = (account: Account, session: CheckoutSession): Purchase | undefined => {
  const { mode, _line_items: lines, _subscription_data: data } = session
  const isPlain = (price: string | undefined): boolean => {
    const { recurring = null } = account.all('price').row(price ?? '')?.value ?? {}
    return mode === 'payment' || (recurring !== null && recurring.usage_type !== 'metered')
  }
  if (data.trialDays !== null || !lines.every(({ price }) => isPlain(price?.id))) return undefined
  const subtotal = lines.reduce((sum, { amount_subtotal: amount }) => sum + amount, 0)
  return { subtotal, exclusiveTax: 0, isUndiscounted: true }
}

/** What the discounts of a session hang on. */
export const sessionTarget = (account: Account, session: CheckoutSession): DiscountTarget => ({
  customer: session.customer ?? '',
  currency: session.currency ?? '',
  purchase: purchaseOf(account, session),
})

/** Redeems a discount to see whether it can be, and takes that back. */
const checkRedeemable = (account: Account, session: CheckoutSession, discount: SessionDiscount): void => {
  const code = account.find('promotion_code', discount.promotion_code)
  if (code !== undefined && code.customer !== null && code.customer !== session.customer)
    throw invalidRequest('This promotion code is meant for another customer.', { param: 'discounts' })
  account.dryRun(() => redeemDiscounts(account, [asParam(discount)], sessionTarget(account, session)))
}

/** The discount that a session is created with: one at most, and none where its buyer may enter a code. */
export const askedDiscounts = (params: Stripe.Checkout.SessionCreateParams): SessionDiscount[] => {
  const asked = params.discounts ?? []
  if (asked.length > 1) throw invalidRequest('A session takes one discount at most.', { param: 'discounts' })
  if (asked.length > 0 && params.allow_promotion_codes !== undefined)
    throw invalidRequest('You may only specify one of these parameters: allow_promotion_codes, discounts.', {
      code: 'parameters_exclusive',
    })
  return asked.map(({ coupon, promotion_code: code }) => {
    if ((coupon === undefined) === (code === undefined))
      throw invalidRequest('You must specify one of: coupon, promotion_code.', { param: 'discounts[0]' })
    return { coupon: coupon ?? null, promotion_code: code ?? null }
  })
}

const activeOf = (account: Account, discount: SessionDiscount): ActiveDiscount[] => {
  const coupon = couponBehind(account, discount)
  if (coupon === undefined) return []
  const products = coupon._applies_to?.products ?? []
  return [{ id: coupon.id, percentOff: coupon.percent_off, amountOff: coupon.amount_off, products }]
}

/** A session with the amounts of its lines and discounts. */
export const pricedSession = (account: Account, session: CheckoutSession): CheckoutSession => {
  if (session.mode === 'setup') return session
  const taken = discountLines(
    session._line_items.map(({ amount_subtotal: amount, price }) => ({
      amount,
      isDiscountable: true,
      product: price?.product.toString() ?? null,
      discounts: [],
    })),
    (session.discounts ?? []).flatMap((discount) => activeOf(account, discount)),
  )
  const lines = session._line_items.map((line, at) => {
    const discount = (taken[at] ?? []).reduce((sum, { amount }) => sum + amount, 0)
    return { ...line, amount_discount: discount, amount_total: line.amount_subtotal - discount }
  })
  const sumOf = (field: 'amount_discount' | 'amount_subtotal' | 'amount_total'): number =>
    lines.reduce((sum, line) => sum + line[field], 0)
  return {
    ...session,
    amount_subtotal: sumOf('amount_subtotal'),
    amount_total: sumOf('amount_total'),
    total_details: { amount_discount: sumOf('amount_discount'), amount_shipping: 0, amount_tax: 0 },
    _line_items: lines,
  }
}

/** The session with these discounts, once it is sure that they can be redeemed. */
export const discountedSession = (
  account: Account,
  session: CheckoutSession,
  discounts: readonly SessionDiscount[],
): CheckoutSession => {
  for (const discount of discounts) checkRedeemable(account, session, discount)
  return pricedSession(account, { ...session, discounts: [...discounts] })
}
