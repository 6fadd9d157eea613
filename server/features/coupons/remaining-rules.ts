// Rule: what a live discount still gives. Once and unused: its amount. Repeating: its amount × the invoices still inside its
// end. A percentage can't be added; it may be converted to its worth on the next invoice. Another currency, no end, or terms
// that can't be read (the coupon was deleted) have no sum. What a draft has used is used up. The customer's discount counts
// only where it acts on the next invoice; else it waits and stays.

import type { Calendar, LeftState, LeftValue, LiveDiscount } from '@countersign/shared/features/stacks'
import { moneyText } from '@countersign/shared/money'
import { dayOf } from '@countersign/shared/times'
import { actingAt, takenOver } from './discount-rules.ts'
import { invoicesBefore } from './duration-rules.ts'

export interface Reading {
  readonly left: LeftValue
  readonly discount: LiveDiscount
  /** The calendar ends before the discount does. */
  readonly isTooShort: boolean
}

interface Finding {
  readonly state: LeftState
  readonly amount: number | null
  readonly words: string
  readonly isTooShort?: boolean
}

const usedUp = (words: string): Finding => ({ state: 'used-up', amount: 0, words })

const ofOnce = ({ amountOff, usedByInvoiceStripeId }: LiveDiscount): Finding => {
  if (usedByInvoiceStripeId) return usedUp(`used by ${usedByInvoiceStripeId}`)
  if (!amountOff) return { state: 'unknown-terms', amount: null, words: 'its terms can’t be read' }
  return { state: 'unused', amount: amountOff.amount, words: `${moneyText(amountOff)}, not used yet` }
}

const ofRepeating = (calendar: Calendar, { amountOff, endsAt }: LiveDiscount): Finding => {
  if (!amountOff || !endsAt) return { state: 'unknown-terms', amount: null, words: 'its terms can’t be read' }
  const invoices = invoicesBefore(calendar, endsAt)
  if (invoices === null) {
    const words = `it runs until ${dayOf(endsAt)}, further than the coming invoices are known`
    return { state: 'running', amount: null, words, isTooShort: true }
  }
  if (invoices === 0) return usedUp(`no invoice comes before its end on ${dayOf(endsAt)}`)
  const value = { amount: amountOff.amount * invoices, currency: amountOff.currency }
  const count = `${moneyText(amountOff)} × ${invoices} ${invoices === 1 ? 'invoice' : 'invoices'}`
  return { state: 'running', amount: value.amount, words: `${count} before ${dayOf(endsAt)} = ${moneyText(value)}` }
}

const ofPercent = (calendar: Calendar, discount: LiveDiscount, live: readonly LiveDiscount[]): Finding => {
  if (discount.usedByInvoiceStripeId) return usedUp(`used by ${discount.usedByInvoiceStripeId}`)
  const worth = takenOver(calendar, live)[0]?.get(discount.stripeId)
  if (worth === undefined) return usedUp('it doesn’t act on the next invoice')
  const words = `${discount.percentOff} % of the next invoice is worth ${moneyText({ amount: worth, currency: calendar.currency })}`
  return { state: 'percent', amount: worth, words }
}

const ofFixed = (calendar: Calendar, discount: LiveDiscount): Finding => {
  const { duration, amountOff } = discount
  if (amountOff && amountOff.currency !== calendar.currency) {
    return { state: 'other-currency', amount: null, words: `${moneyText(amountOff)}, in another currency` }
  }
  if (duration === 'forever') return { state: 'endless', amount: null, words: 'it has no end, so no sum' }
  return duration === 'once' ? ofOnce(discount) : ofRepeating(calendar, discount)
}

const findingOf = (calendar: Calendar, discount: LiveDiscount, live: readonly LiveDiscount[]): Finding => {
  const { on, duration, percentOff } = discount
  const [next] = calendar.coming
  if (on === 'invoice') return usedUp('it belongs to one invoice that is made already')
  if (on === 'customer' && next && !actingAt(live, next.at).includes(discount)) {
    return { state: 'waiting', amount: 0, words: 'the subscription’s own discount acts in its place' }
  }
  if (duration === 'unknown') return { state: 'unknown-terms', amount: null, words: 'its coupon was deleted' }
  return percentOff === null ? ofFixed(calendar, discount) : ofPercent(calendar, discount, live)
}

const FOLDED: ReadonlySet<LeftState> = new Set<LeftState>(['unused', 'running', 'percent'])

/** What each live discount still gives, in words too. */
export const readRemaining = (calendar: Calendar, live: readonly LiveDiscount[]): Reading[] =>
  live.map((discount) => {
    const { state, amount, words, isTooShort = false } = findingOf(calendar, discount, live)
    const left: LeftValue = {
      discountStripeId: discount.stripeId,
      couponName: discount.couponName,
      on: discount.on,
      itemStripeId: discount.itemStripeId,
      state,
      value: amount === null ? null : { amount, currency: calendar.currency },
      isFolded: FOLDED.has(state),
      words,
    }
    return { left, discount, isTooShort }
  })
