// Rule: what is compared, approved and shown of an invoice is what stands at Stripe now. A line that we put there says by
// its number which wish it was made of; any other was added by somebody at Stripe, and stands for no line of the quote.

import type { InvoiceLineWish } from '@countersign/shared/features/invoices'
import type { InvoiceView } from '@countersign/shared/features/invoice-work'
import { type Money, moneyText } from '@countersign/shared/money'
import type { InvoicedLine } from './comparison-rules.ts'

interface LiveLine {
  readonly number: number | null
  readonly description: string
  readonly quantity: number | null
  readonly unitAmount: Money | null
  readonly amount: Money
  readonly taxRateStripeIds: readonly string[]
  readonly periodStartsAt: string
  readonly periodEndsAt: string
}

/** An invoice document of the gateway, as far as the rules look at it. */
export interface LiveDocument extends Omit<InvoiceView, 'lines' | 'hasPdf' | 'customFields' | 'methods'> {
  readonly lines: readonly LiveLine[]
  readonly customFields: ReadonlyArray<{ readonly name: string; readonly value: string }>
  readonly methods: readonly string[] | null
  readonly pdfUrl: string | null
}

/** A line without a quantity or a unit counts as one of its amount. */
export const invoicedLines = (
  { lines }: Pick<LiveDocument, 'lines'>,
  wishes: readonly InvoiceLineWish[],
): InvoicedLine[] =>
  lines.map(({ number, description, quantity, unitAmount, amount }) => {
    const isPlain = quantity !== null && unitAmount !== null
    return {
      quoteLine: number === null ? null : (wishes[number - 1]?.quoteLine ?? null),
      description,
      quantity: isPlain ? quantity : 1,
      unitAmount: isPlain ? unitAmount.amount : amount.amount,
      amount: amount.amount,
    }
  })

/** `Enterprise: 20 × 900.00 USD`. */
export const liveLineWords = ({ description, quantity, unitAmount, amount }: LiveLine): string =>
  quantity !== null && unitAmount !== null
    ? `${description}: ${quantity} × ${moneyText(unitAmount)}`
    : `${description}: ${moneyText(amount)}`

/** Without what isn't for a screen: where the PDF lies is told when it is opened, which is noted. */
export const viewOf = (document: LiveDocument): InvoiceView => ({
  stripeId: document.stripeId,
  customerStripeId: document.customerStripeId,
  customerName: document.customerName,
  customerEmail: document.customerEmail,
  number: document.number,
  status: document.status,
  methods: document.methods === null ? null : [...document.methods],
  memo: document.memo,
  customFields: document.customFields.map(({ name, value }) => ({ name, value })),
  lines: document.lines.map(({ description, quantity, unitAmount, amount, periodStartsAt, periodEndsAt }) => ({
    description,
    quantity,
    unitAmount,
    amount,
    periodStartsAt,
    periodEndsAt,
  })),
  subtotal: document.subtotal,
  discount: document.discount,
  tax: document.tax,
  total: document.total,
  balanceApplied: document.balanceApplied,
  amountDue: document.amountDue,
  amountPaid: document.amountPaid,
  amountRemaining: document.amountRemaining,
  dueAt: document.dueAt,
  paidAt: document.paidAt,
  hasPdf: document.pdfUrl !== null,
})
