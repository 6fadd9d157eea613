/**
 * Taxes of one line. Each rate is worked out on what discounts leave of the line and is rounded there; an invoice only
 * adds up. An exclusive tax comes on top of the amount, an inclusive one is a part of it. A customer who is exempt, or
 * accounts for the tax alone (reverse charge), pays none of it, and the line says why.
 */
import { percentOf, percentWithin } from './amount-rules.ts'

export interface TaxRule {
  readonly id: string
  /** Out of 100. */
  readonly percentage: number
  readonly inclusive: boolean
}

export interface TaxAmount {
  readonly amount: number
  readonly tax_behavior: string
  readonly tax_rate_details: { readonly tax_rate: string } | null
  readonly taxability_reason: string
  readonly taxable_amount: number | null
  readonly type: 'tax_rate_details'
}

const REASONS: Readonly<Record<string, string>> = { exempt: 'customer_exempt', reverse: 'reverse_charge' }

/** Rates that somebody chose by hand carry no reason of Stripe's. */
const BY_HAND = 'not_available'

const taxOf = (amount: number, { id, percentage, inclusive }: TaxRule, exemption: string): TaxAmount => {
  const reason = REASONS[exemption]
  const tax = reason === undefined ? (inclusive ? percentWithin(amount, percentage) : percentOf(amount, percentage)) : 0
  const base = inclusive ? amount - tax : amount
  return {
    amount: tax,
    tax_behavior: inclusive ? 'inclusive' : 'exclusive',
    tax_rate_details: { tax_rate: id },
    taxability_reason: reason ?? BY_HAND,
    taxable_amount: reason === undefined ? base : 0,
    type: 'tax_rate_details',
  }
}

/** `amount` is net of discounts; `exemption` is the customer's `tax_exempt`. */
export const taxLine = (amount: number, rates: readonly TaxRule[], exemption: string): TaxAmount[] =>
  rates.map((rate) => taxOf(amount, rate, exemption))

const keyOf = ({ tax_rate_details: details, taxability_reason: reason }: TaxAmount): string =>
  `${details?.tax_rate ?? ''} ${reason}`

/** Sums per rate, in the order in which the rates first occur. */
export const totalByRate = (taxes: readonly TaxAmount[]): TaxAmount[] => {
  const totals = new Map<string, TaxAmount>()
  for (const tax of taxes) {
    const before = totals.get(keyOf(tax))
    totals.set(keyOf(tax), {
      ...tax,
      amount: tax.amount + (before?.amount ?? 0),
      taxable_amount: (tax.taxable_amount ?? 0) + (before?.taxable_amount ?? 0),
    })
  }
  return [...totals.values()]
}

const sumOf = (taxes: readonly TaxAmount[]): number => taxes.reduce((sum, { amount }) => sum + amount, 0)

/** What the taxes add to the amounts that they are on. */
export const exclusiveTax = (taxes: readonly TaxAmount[]): number =>
  sumOf(taxes.filter(({ tax_behavior: behavior }) => behavior === 'exclusive'))

/** What the taxes are of the amounts that they are on. */
export const inclusiveTax = (taxes: readonly TaxAmount[]): number => sumOf(taxes) - exclusiveTax(taxes)
