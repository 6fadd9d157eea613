import type { Account } from '../store/account.ts'
import type { Invoice } from '../store/kinds.ts'
import { minimumCharge } from './currency-rules.ts'
import { discountLines, totalByDiscount } from './discount-rules.ts'
import { settle } from './invoice-rules.ts'
import { activeDiscounts } from './redeem-discounts.ts'

const customerBalance = (account: Account, invoice: Invoice): number =>
  account.all('customer').row(invoice.customer ?? '')?.value.balance ?? 0

/** The invoice with its sums worked out anew from its lines and discounts; for drafts and previews. */
export const priceInvoice = (account: Account, invoice: Invoice): Invoice => {
  const lines = invoice.lines.data
  const taken = discountLines(
    lines.map((line) => ({
      amount: line.amount,
      isDiscountable: line.discountable,
      product: line.pricing?.price_details?.product ?? null,
      discounts: activeDiscounts(account, line.discounts, invoice.currency),
    })),
    activeDiscounts(account, invoice.discounts, invoice.currency),
  )
  const totals = totalByDiscount(taken)
  const subtotal = lines.reduce((sum, { amount }) => sum + amount, 0)
  const total = subtotal - totals.reduce((sum, { amount }) => sum + amount, 0)
  return withBalance(account, {
    ...invoice,
    lines: {
      ...invoice.lines,
      data: lines.map((line, i) => ({ ...line, invoice: invoice.id, discount_amounts: taken[i] ?? [] })),
    },
    subtotal,
    subtotal_excluding_tax: subtotal,
    total,
    total_excluding_tax: total,
    total_discount_amounts: totals,
  })
}

/** What Stripe charges at least; invoices that are sent are paid by other means too. */
export const minimumFor = ({ collection_method: method, currency }: Invoice): number =>
  method === 'charge_automatically' ? minimumCharge(currency) : 0

/** Before it is finalised an invoice shows what the balance of today would make of it. */
export const withBalance = (account: Account, invoice: Invoice): Invoice => {
  const balance = customerBalance(account, invoice)
  const { amountDue } = settle(invoice.total, balance, minimumFor(invoice))
  return {
    ...invoice,
    starting_balance: balance,
    amount_due: amountDue,
    amount_remaining: amountDue - invoice.amount_paid,
  }
}
