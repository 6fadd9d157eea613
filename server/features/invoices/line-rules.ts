// Rule: lines are in the quote's currency, as Stripe can bill them: a price of the catalogue in that currency or free text,
// amounts in the steps that Stripe takes the currency in, and a sum that can be told exactly.

import type { InvoiceLineWish } from '@countersign/shared/features/invoices'
import { currencyStep, stepText } from '@countersign/shared/money'

/** Of a price in the live catalogue. */
export interface Listed {
  readonly stripeId: string
  readonly currency: string
}

const priceFault = ({ priceStripeId }: InvoiceLineWish, listed: readonly Listed[], currency: string): string | null => {
  if (priceStripeId === null) return null
  const price = listed.find(({ stripeId }) => stripeId === priceStripeId)
  if (!price) return 'its price is not in the catalogue any more; make it free text'
  return price.currency === currency
    ? null
    : `its price is in ${price.currency.toUpperCase()}, the quote in ${currency.toUpperCase()}`
}

const faultOf = (line: InvoiceLineWish, listed: readonly Listed[] | null, currency: string): string | null => {
  const step = currencyStep(currency)
  if (line.unitAmount % step !== 0) return `Stripe takes only ${stepText(currency)}`
  if (!Number.isSafeInteger(line.unitAmount * line.quantity)) return 'its amount is too large to be told exactly'
  return listed === null ? null : priceFault(line, listed, currency)
}

/** Without the catalogue, prices aren't looked at. */
export const lineFaults = (
  lines: readonly InvoiceLineWish[],
  currency: string,
  listed: readonly Listed[] | null,
): string[] => {
  const faults = lines.flatMap((line, place) => {
    const fault = faultOf(line, listed, currency)
    return fault === null ? [] : [`Line ${place + 1}: ${fault}.`]
  })
  if (faults.length > 0) return faults
  return Number.isSafeInteger(sumOf(lines)) ? [] : ['Together the lines are too much to be told exactly.']
}

/** Before discounts and tax; what the invoice asks for is Stripe's word alone. */
export const sumOf = (lines: readonly InvoiceLineWish[]): number =>
  lines.reduce((sum, { quantity, unitAmount }) => sum + quantity * unitAmount, 0)
