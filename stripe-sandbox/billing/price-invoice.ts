import type { Account } from '../store/account.ts'
import type { Customer, Invoice, InvoiceLine } from '../store/kinds.ts'
import { withCustomerOfToday } from './billed-customer.ts'
import { minimumCharge } from './currency-rules.ts'
import { type DiscountAmount, discountLines, totalByDiscount } from './discount-rules.ts'
import { settle } from './invoice-rules.ts'
import { ratesOfLine } from './line-rates.ts'
import { activeDiscounts } from './redeem-discounts.ts'
import { exclusiveTax, inclusiveTax, type TaxAmount, taxLine, totalByRate } from './tax-rules.ts'

const customerOf = (account: Account, invoice: Invoice): Customer | undefined =>
  account.all('customer').row(invoice.customer ?? '')?.value

const sum = (amounts: readonly { readonly amount: number }[]): number =>
  amounts.reduce((total, { amount }) => total + amount, 0)

interface PricedLine {
  readonly line: InvoiceLine
  readonly discounts: DiscountAmount[]
  readonly taxes: TaxAmount[]
  /** The part of the amount before discounts that is inclusive tax. */
  readonly taxInside: number
}

const discountsOf = (account: Account, { lines, currency, discounts }: Invoice): DiscountAmount[][] =>
  discountLines(
    lines.data.map((line) => ({
      amount: line.amount,
      isDiscountable: line.discountable,
      product: line.pricing?.price_details?.product ?? null,
      discounts: activeDiscounts(account, line.discounts, currency),
    })),
    activeDiscounts(account, discounts, currency),
  )

const pricedLines = (account: Account, invoice: Invoice, exemption: string): PricedLine[] => {
  const taken = discountsOf(account, invoice)
  return invoice.lines.data.map((line, i) => {
    const discounts = taken[i] ?? []
    const rates = ratesOfLine(account, invoice, line)
    return {
      line,
      discounts,
      taxes: taxLine(line.amount - sum(discounts), rates, exemption),
      taxInside: inclusiveTax(taxLine(line.amount, rates, exemption)),
    }
  })
}

const sumsOf = (priced: readonly PricedLine[]) => {
  const totals = totalByDiscount(priced.map(({ discounts }) => discounts))
  const taxes = totalByRate(priced.flatMap((one) => one.taxes))
  const subtotal = sum(priced.map(({ line }) => line))
  const discounted = subtotal - sum(totals)
  return {
    subtotal,
    subtotal_excluding_tax: subtotal - priced.reduce((total, { taxInside }) => total + taxInside, 0),
    total: discounted + exclusiveTax(taxes),
    total_excluding_tax: discounted - inclusiveTax(taxes),
    total_discount_amounts: totals,
    total_taxes: taxes,
  }
}

/** The invoice with its sums worked out anew from its lines, discounts and tax rates; for drafts and previews. */
export const priceInvoice = (account: Account, invoice: Invoice): Invoice => {
  const exemption = customerOf(account, invoice)?.tax_exempt ?? 'none'
  const priced = pricedLines(account, invoice, exemption)
  const data = priced.map(({ line, discounts, taxes }) => ({
    ...line,
    invoice: invoice.id,
    discount_amounts: discounts,
    taxes,
  }))
  return withBalance(account, {
    ...invoice,
    ...sumsOf(priced),
    customer_tax_exempt: exemption,
    lines: { ...invoice.lines, data },
  })
}

/** What Stripe charges at least; invoices that are sent are paid by other means too. */
export const minimumFor = ({ collection_method: method, currency }: Invoice): number =>
  method === 'charge_automatically' ? minimumCharge(currency) : 0

/** Before it is finalised an invoice shows what the balance of today would make of it. */
const withBalance = (account: Account, invoice: Invoice): Invoice => {
  const balance = customerOf(account, invoice)?.balance ?? 0
  const { amountDue } = settle(invoice.total, balance, minimumFor(invoice))
  return {
    ...invoice,
    starting_balance: balance,
    amount_due: amountDue,
    amount_remaining: amountDue - invoice.amount_paid,
  }
}

/** A draft follows its customer, also the balance and the tax exemption, until it is finalised. */
export const asOfToday = (account: Account, draft: Invoice): Invoice => {
  const named = withCustomerOfToday(account, draft)
  return (customerOf(account, draft)?.tax_exempt ?? 'none') === draft.customer_tax_exempt
    ? withBalance(account, named)
    : priceInvoice(account, named)
}
