// Rule: a code is redeemed on a day that nobody knows yet, so its coupon is laid out by the plan that it is worked out
// from: over the fewest invoices whose list price has room for the value, once where one is enough, else repeating for just
// so many whole periods. Applied to a subscription, it is laid out over that subscription's own coming invoices. What can't
// be divided is not given and said; what has no room is refused. Stripe takes some currencies only in steps.

import type { CouponPlan } from '@countersign/shared/features/coupons'
import type { Calendar } from '@countersign/shared/features/stacks'
import { currencyStep, type Money, moneyText } from '@countersign/shared/money'
import type { ListPrice } from './list-price-rules.ts'
import { splitOver } from './split-rules.ts'

const MONTHS = { month: 1, year: 12 } as const

const planOf = (value: Money, over: Pick<CouponPlan, 'invoices' | 'duration' | 'months'>, each: number): CouponPlan => {
  const { currency } = value
  const total = each * over.invoices
  return {
    ...over,
    amount: { amount: each, currency },
    total: { amount: total, currency },
    rest: { amount: value.amount - total, currency },
  }
}

export interface ListedPlan {
  readonly price: Pick<ListPrice, 'unitAmount' | 'interval' | 'intervalCount'>
  readonly quantity: number
  readonly value: Money
}

/** A coupon of this value for whoever buys the plan at its list price; null where no number of months gives it. */
export const planForPrice = ({ price, quantity, value }: ListedPlan): CouponPlan | null => {
  const room = (price.unitAmount?.amount ?? 0) * quantity
  if (room < 1 || value.amount < 1) return null
  const invoices = Math.ceil(value.amount / room)
  const step = currencyStep(value.currency)
  const each = Math.floor(value.amount / invoices / step) * step
  if (each < 1) return null
  if (invoices === 1) return planOf(value, { invoices, duration: 'once', months: null }, each)
  if (price.interval !== 'month' && price.interval !== 'year') return null
  const months = invoices * MONTHS[price.interval] * price.intervalCount
  return planOf(value, { invoices, duration: 'repeating', months }, each)
}

/** A coupon of this value for the invoices that a subscription will bring; null where they have no room for it. */
export const planForCalendar = (calendar: Calendar, value: Money): CouponPlan | null => {
  if (value.amount < 1) return null
  const choice = splitOver(calendar, value.amount)
  if (!choice) return null
  const { invoices, duration, months, amount, rest } =
    [choice.split, ...choice.longer].find((one) => one.rest === 0) ?? choice.split
  // A rest that could still be divided is what no invoice has room for.
  if (rest >= invoices * currencyStep(value.currency)) return null
  return planOf(value, { invoices, duration, months }, amount)
}

/**
 * The most that a code can take off: it names months, not invoices, and whoever has it picks how often they are billed. Nobody
 * is billed more than monthly on a price whose value is laid out over months.
 */
export const mostGiven = ({ amount, duration, months }: Pick<CouponPlan, 'amount' | 'duration' | 'months'>): Money => ({
  ...amount,
  amount: amount.amount * (duration === 'repeating' && months !== null ? months : 1),
})

/** `30.00 USD off each of 3 invoices`. */
export const planWords = ({ amount, invoices }: CouponPlan): string =>
  invoices === 1 ? `${moneyText(amount)} off one invoice` : `${moneyText(amount)} off each of ${invoices} invoices`
