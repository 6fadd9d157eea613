import type { Customer, Discount, NextInvoice, Subscription } from '@countersign/shared/features/subscriptions'
import { leftText, shortDayText } from '../../lib/dates.ts'
import { moneyText } from '../../lib/money.ts'
import { team as words } from '../../messages/team.ts'

const MONTH_DAYS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

/** `2026-11` is `Nov 2026`. */
export const monthText = (month: string): string => {
  const [year, number] = month.split('-')
  return `${MONTH_DAYS[Number(number) - 1] ?? month} ${year ?? ''}`.trim()
}

export const planText = ({ items }: Pick<Subscription, 'items'>): string =>
  items.length === 0
    ? words.subscription.noItems
    : items
        .map(({ productName, quantity }) =>
          quantity !== null && quantity > 1 ? `${productName} × ${quantity}` : productName,
        )
        .join(' + ')

/** All items of one subscription are billed in one rhythm, as Stripe has it; mixed ones are all said. */
export const rhythmText = ({ items }: Pick<Subscription, 'items'>): string =>
  [...new Set(items.map(({ interval, intervalCount }) => words.every(interval, intervalCount)))].join(', ')

/** Earliest end of a running period. */
export const periodEnd = ({ items }: Pick<Subscription, 'items'>): string | undefined =>
  items.map(({ periodEndsAt }) => periodEndsAt).toSorted()[0]

const offText = ({ percentOff, amountOff }: Discount): string => {
  if (amountOff !== null) return moneyText({ ...amountOff, amount: -amountOff.amount })
  return percentOff === null ? '' : words.discount.percent(percentOff)
}

const remainsText = ({ duration, endsAt }: Discount, now: string): string => {
  if (endsAt !== null) {
    const left = leftText(endsAt, now)
    const day = shortDayText(endsAt, now)
    return left === undefined ? words.discount.ended(day) : words.discount.until(day, left)
  }
  return duration === 'once' ? words.discount.once : words.discount.forever
}

export const discountText = (discount: Discount, now: string): string =>
  [offText(discount), remainsText(discount, now)].filter((text) => text !== '').join(', ')

const regions = new Intl.DisplayNames('en', { type: 'region' })

const countryText = (country: string | null): string | null => {
  if (country === null) return null
  return /^[A-Z]{2}$/.test(country) ? (regions.of(country) ?? country) : country
}

export const taxText = ({ country, taxStatus }: Pick<Customer, 'country' | 'taxStatus'>): string =>
  [countryText(country), words.facts.taxes[taxStatus] ?? taxStatus].filter((text) => text !== null).join(', ')

const LINE = /^(\d+) × (.+?) \(at .+\)$/

/** Stripe repeats the price in the line's text; the amount stands beside it anyway. */
export const lineText = (description: string): string => {
  const [, quantity, name] = LINE.exec(description) ?? []
  if (name === undefined) return description
  return quantity === '1' ? name : `${name} × ${quantity}`
}

export const nextTitle = ({ at }: Pick<NextInvoice, 'at'>, now: string): string =>
  at === null ? words.next.title : words.next.on(shortDayText(at, now))

export const customerText = (customer: Pick<Customer, 'name' | 'email'> | undefined, fallback: string): string =>
  customer?.name || customer?.email || fallback
