// Rule: what discounts take off a coming invoice, as Stripe does it. Those of an item come first, then those of the
// subscription; the customer's act only where the subscription has none of its own. Several act one after the other, each
// on what the ones before have left; a percentage is rounded on every line, halves up; what a fixed amount exceeds the
// lines by is lost. Lines that give money back aren't discounted, nor those that Stripe says no discount takes from.

import type { Calendar, ComingInvoice, LiveDiscount } from '@countersign/shared/features/stacks'
import { scaleAmount } from '@countersign/shared/money'

/** What each discount takes off one invoice, by the discount's id. */
export type Taken = ReadonlyMap<string, number>

type Line = ComingInvoice['lines'][number]

const openOf = ({ amount, isDiscountable }: Line): number => (isDiscountable ? Math.max(amount, 0) : 0)

export const roomOf = ({ lines }: ComingInvoice): number => lines.reduce((sum, line) => sum + openOf(line), 0)

/** Its sum before discounts, money given back included. */
export const listOf = ({ lines }: ComingInvoice): number => lines.reduce((sum, { amount }) => sum + amount, 0)

const PERCENT_SCALE = 1_000_000

/** A percentage of an amount, rounded half up; Stripe's percentages have far fewer decimals than are kept here. */
const percentOf = (amount: number, percent: number): number =>
  scaleAmount(amount, Math.round(percent * PERCENT_SCALE), 100 * PERCENT_SCALE) ?? 0

/** Shares of an amount in proportion, whose sum is the amount. */
const spread = (amount: number, over: readonly number[]): number[] => {
  const total = over.reduce((sum, part) => sum + part, 0)
  let seen = 0
  let given = 0
  return over.map((part) => {
    seen += part
    const upTo = total === 0 ? 0 : Number((BigInt(amount) * BigInt(seen)) / BigInt(total))
    const share = upTo - given
    given = upTo
    return share
  })
}

const takes = ({ percentOff, amountOff }: LiveDiscount, open: readonly number[]): number[] => {
  if (percentOff !== null) return open.map((part) => percentOf(part, percentOff))
  const total = open.reduce((sum, part) => sum + part, 0)
  return spread(Math.min(amountOff?.amount ?? 0, total), open)
}

/** Applies the discounts in their order; items' first. */
const takenOff = ({ lines }: ComingInvoice, acting: readonly LiveDiscount[]): Taken => {
  const left = lines.map(openOf)
  const taken = new Map<string, number>()
  for (const discount of acting) {
    const isMeant = (at: number) => discount.on !== 'item' || lines[at]?.itemStripeId === discount.itemStripeId
    const shares = takes(
      discount,
      left.map((part, at) => (isMeant(at) ? part : 0)),
    )
    for (const [at, share] of shares.entries()) left[at] = (left[at] ?? 0) - share
    taken.set(
      discount.stripeId,
      shares.reduce((sum, share) => sum + share, 0),
    )
  }
  return taken
}

const isActive = (discount: LiveDiscount, at: string, used: ReadonlySet<string>): boolean => {
  if (discount.on === 'invoice') return false
  if (discount.duration === 'once') return discount.usedByInvoiceStripeId === null && !used.has(discount.stripeId)
  return discount.endsAt === null || Date.parse(at) < Date.parse(discount.endsAt)
}

/** The discounts that act on an invoice of that time, in their order; `used` are those that acted once already. */
export const actingAt = (
  live: readonly LiveDiscount[],
  at: string,
  used: ReadonlySet<string> = new Set(),
): LiveDiscount[] => {
  const active = live.filter((discount) => isActive(discount, at, used))
  const on = (where: LiveDiscount['on']) => active.filter((discount) => discount.on === where)
  const own = on('subscription')
  return [...on('item'), ...(own.length > 0 ? own : on('customer'))]
}

/** What each discount takes off each coming invoice. */
export const takenOver = ({ coming }: Calendar, live: readonly LiveDiscount[]): Taken[] => {
  const used = new Set<string>()
  return coming.map((invoice) => {
    const acting = actingAt(live, invoice.at, used)
    for (const { stripeId } of acting) used.add(stripeId)
    return takenOff(invoice, acting)
  })
}

export const sumTaken = (taken: Taken | undefined): number =>
  [...(taken?.values() ?? [])].reduce((sum, amount) => sum + amount, 0)
