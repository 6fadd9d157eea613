// Rule: whoever signs sees the invoice as the customer knows it, what is still to be paid before and after, what was paid
// already, and what the customer gets to read.

import type { Card, CardLine } from '@countersign/shared/features/approvals'
import type { CreditNotePayload, InvoiceFacts, PaidElsewherePayload } from '@countersign/shared/features/receivables'
import { type Money, moneyText } from '@countersign/shared/money'
import { dayWords } from '@countersign/shared/times'
import { creditableOf } from './closing-rules.ts'

type InvoiceCard = Omit<Card, 'given'>

const line = (label: string, after: string, before: string | null = null): CardLine => ({ label, before, after })

export const nameOfInvoice = ({ number }: Pick<InvoiceFacts, 'number'>): string =>
  number === null ? 'an invoice without a number' : `invoice ${number}`

const about = (facts: InvoiceFacts): CardLine[] => [
  line('Invoice', facts.number ?? 'without a number'),
  ...(facts.customerName === null ? [] : [line('Customer', facts.customerName)]),
  line('Total', moneyText(facts.total)),
  ...(facts.dueAt === null ? [] : [line('Due', dayWords(facts.dueAt))]),
  ...(facts.memo === null ? [] : [line('Memo', facts.memo)]),
]

const turns = (facts: InvoiceFacts, status: string, remaining: Money): CardLine[] => [
  line('Status', status, facts.status),
  line('Still to be paid', moneyText(remaining), moneyText(facts.remaining)),
]

const nothing = ({ total }: InvoiceFacts): Money => ({ amount: 0, currency: total.currency })

const paidWarning = ({ amountPaid }: InvoiceFacts, what: string): string[] =>
  amountPaid.amount > 0 ? [`${moneyText(amountPaid)} of it was paid already; ${what}`] : []

export const voidCard = (facts: InvoiceFacts): InvoiceCard => ({
  title: `Voiding of ${nameOfInvoice(facts)}, ${moneyText(facts.remaining)} open`,
  lines: [...about(facts), ...turns(facts, 'void', nothing(facts))],
  history: [],
  warnings: paidWarning(facts, 'voiding gives nothing back.'),
  customerReceives: 'The invoice can’t be paid any more; its page says that it is void.',
})

export const writeOffCard = (facts: InvoiceFacts): InvoiceCard => ({
  title: `Writing off of ${nameOfInvoice(facts)}, ${moneyText(facts.remaining)} open`,
  lines: [...about(facts), ...turns(facts, 'uncollectible', facts.remaining)],
  history: [],
  warnings: ['The customer still owes it and can still pay it; nobody asks for it any more.'],
  customerReceives: null,
})

export const paidElsewhereCard = (
  { reference, paidOn }: Pick<PaidElsewherePayload, 'reference' | 'paidOn'>,
  facts: InvoiceFacts,
): InvoiceCard => ({
  title: `Payment elsewhere of ${nameOfInvoice(facts)}, ${moneyText(facts.remaining)}`,
  lines: [
    ...about(facts),
    line('Reference of the payment', reference),
    line('Paid on', dayWords(paidOn)),
    ...turns(facts, 'paid', nothing(facts)),
  ],
  history: [],
  warnings: ['Stripe doesn’t see this money and takes our word for it. It can’t be undone.'],
  customerReceives: 'The invoice’s page says that it is paid.',
})

const REASONS: Readonly<Record<CreditNotePayload['reason'], string>> = {
  order_change: 'the order changed',
  product_unsatisfactory: 'the product did not satisfy',
  duplicate: 'billed twice',
  fraudulent: 'fraud',
}

const PAID_PART: Readonly<Record<CreditNotePayload['paidPart'], string>> = {
  none: 'nothing was paid: less is owed',
  balance: 'to the customer’s credit, for the next invoice',
  'out-of-band': 'given back by other means, by us',
}

const lessOwed = ({ amount }: CreditNotePayload, facts: InvoiceFacts): CardLine[] => {
  if (facts.status !== 'open') return []
  const left = { ...facts.remaining, amount: facts.remaining.amount - amount.amount }
  return turns(facts, left.amount === 0 ? 'paid' : 'open', left)
}

export const creditNoteCard = (payload: CreditNotePayload, facts: InvoiceFacts): InvoiceCard => {
  const { amount, reason, memo, paidPart } = payload
  const takesAll = facts.status === 'open' && amount.amount === facts.remaining.amount
  const left = creditableOf(facts)
  return {
    title: `Credit note of ${moneyText(amount)} on ${nameOfInvoice(facts)}`,
    lines: [
      ...about(facts),
      line('Reason', REASONS[reason]),
      line('What was paid', PAID_PART[paidPart]),
      line('Can still be credited', moneyText({ ...left, amount: left.amount - amount.amount }), moneyText(left)),
      ...lessOwed(payload, facts),
    ],
    history: [],
    warnings: takesAll ? ['It takes all that is left: Stripe then calls the invoice paid.'] : [],
    customerReceives: `A credit note of ${moneyText(amount)}: “${memo}”.`,
  }
}
