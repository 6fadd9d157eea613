import { totalByDiscount } from '../../billing/discount-rules.ts'
import { exclusiveTax, inclusiveTax, taxLine, totalByRate } from '../../billing/tax-rules.ts'
import type { CreditNote, CreditNoteLine, Invoice } from '../../store/kinds.ts'
import { invalidRequest, missingParam, notBuilt } from '../../wire/errors.ts'

export type NoteSums = Pick<
  CreditNote,
  | 'amount'
  | 'discount_amount'
  | 'discount_amounts'
  | 'subtotal'
  | 'subtotal_excluding_tax'
  | 'total'
  | 'total_excluding_tax'
  | 'total_taxes'
>

const sum = (amounts: readonly { readonly amount: number }[]): number =>
  amounts.reduce((total, { amount }) => total + amount, 0)

const insideOf = ({ amount, tax_rates: rates }: CreditNoteLine, exemption: string): number =>
  inclusiveTax(taxLine(amount, rates, exemption))

const ofLines = (lines: readonly CreditNoteLine[], { customer_tax_exempt: exemption }: Invoice): NoteSums => {
  const subtotal = sum(lines)
  const discounts = totalByDiscount(lines.map((line) => line.discount_amounts))
  const taxes = totalByRate(lines.flatMap((line) => line.taxes ?? []))
  const discounted = subtotal - sum(discounts)
  const total = discounted + exclusiveTax(taxes)
  return {
    amount: total,
    discount_amount: sum(discounts),
    discount_amounts: discounts,
    subtotal,
    subtotal_excluding_tax: subtotal - lines.reduce((inside, line) => inside + insideOf(line, exemption ?? 'none'), 0),
    total,
    total_excluding_tax: discounted - inclusiveTax(taxes),
    total_taxes: taxes,
  }
}

/** A note of everything gives every tax back. */
const ofWhole = (invoice: Invoice): NoteSums => {
  const discounts = invoice.total_discount_amounts ?? []
  return {
    amount: invoice.total,
    discount_amount: sum(discounts),
    discount_amounts: discounts,
    subtotal: invoice.subtotal,
    subtotal_excluding_tax: invoice.subtotal_excluding_tax,
    total: invoice.total,
    total_excluding_tax: invoice.total_excluding_tax,
    total_taxes: invoice.total_taxes,
  }
}

/** Which taxes a part of an invoice gives back when no lines are named is not documented. */
const ofAmount = (amount: number, invoice: Invoice): NoteSums => {
  const taxes = invoice.total_taxes ?? []
  if (taxes.length > 0) {
    if (amount === invoice.total) return ofWhole(invoice)
    throw notBuilt('crediting a part of an invoice with taxes without naming lines', 'amount')
  }
  return {
    amount,
    discount_amount: 0,
    discount_amounts: [],
    subtotal: amount,
    subtotal_excluding_tax: amount,
    total: amount,
    total_excluding_tax: amount,
    total_taxes: [],
  }
}

/** What a note credits, from its lines or from the amount alone. */
export const noteSums = (asked: number | undefined, lines: readonly CreditNoteLine[], invoice: Invoice): NoteSums => {
  if (lines.length > 0) {
    const sums = ofLines(lines, invoice)
    if (asked !== undefined && asked !== sums.total)
      throw invalidRequest('The amount must be the sum of the lines.', { param: 'amount' })
    return sums
  }
  if (asked === undefined) throw missingParam('amount')
  return ofAmount(asked, invoice)
}
