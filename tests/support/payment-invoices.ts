import type { Money } from '@countersign/shared/money'
import type { InvoiceDocument, NewDraft, NewInvoiceLine } from '../../server/ports/payment-invoices.ts'
import { requestMetadata } from '../../server/ports/request-metadata.ts'
import type { PaymentDay } from './payment-day.ts'

export const money = (amount: number, currency = 'usd'): Money => ({ amount, currency })

export const markOf = (request: string) =>
  requestMetadata({ request, step: 'draft', ticket: '#4711', team: 'T1', reason: null })

export const draftFor = ({ customer }: Pick<PaymentDay, 'customer'>, more: Partial<NewDraft> = {}): NewDraft => ({
  customerStripeId: customer,
  currency: 'usd',
  daysUntilDue: 30,
  methods: ['card', 'us_bank_account'],
  memo: 'Quote Q-17, accepted on 28 May 2026',
  customFields: [],
  taxRateStripeIds: [],
  metadata: markOf('req_1'),
  ...more,
})

export const freeLine = (number: number, amount: Money, more: Partial<NewInvoiceLine> = {}): NewInvoiceLine => ({
  number,
  description: `Line ${number}`,
  quantity: 1,
  unitAmount: amount,
  productStripeId: null,
  period: null,
  ...more,
})

/** A draft with free lines over these amounts. */
export const drafted = async (day: PaymentDay, amounts: readonly number[] = [10_000]): Promise<InvoiceDocument> => {
  const { stripeId } = await day.gateway.createDraft(draftFor(day), 'draft')
  const lines = amounts.map((amount, at) => freeLine(at + 1, money(amount)))
  return day.gateway.addLines(stripeId, lines, 'lines')
}

export const opened = async (day: PaymentDay, amounts?: readonly number[]): Promise<InvoiceDocument> => {
  const { stripeId } = await drafted(day, amounts)
  return day.gateway.finalizeInvoice(stripeId, 'finalize')
}
