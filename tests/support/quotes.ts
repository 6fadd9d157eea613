import type { QuoteContent } from '@countersign/shared/features/quotes'

/** Three lines in USD: 24,000.00 + 20 × 900.00 + 10 × 240.00 = 44,400.00. */
export const someQuote = (over: Partial<QuoteContent> = {}): QuoteContent => ({
  reference: 'Q-2026-131',
  source: 'crm',
  customerName: 'Brightwater Municipal Utilities District No. 14',
  billingEmail: 'accounts.payable@brightwater.example',
  address: {
    line1: '14 Pump House Road',
    line2: null,
    postalCode: '97201',
    city: 'Portland',
    state: 'OR',
    country: 'US',
  },
  teamId: '4PwS7vHc2N',
  ticket: null,
  acceptedBy: 'Dolores Castellanos-Whitmore',
  acceptedOn: '2026-11-17',
  terms: '2026-03',
  daysUntilDue: 30,
  currency: 'usd',
  lines: [
    { description: 'Enterprise, self-managed, yearly', quantity: 1, unitAmount: 2_400_000, priceStripeId: null },
    { description: 'Production instance, yearly', quantity: 20, unitAmount: 90_000, priceStripeId: null },
    { description: 'Development instance, yearly', quantity: 10, unitAmount: 24_000, priceStripeId: null },
  ],
  purchaseOrder: 'PO-77120',
  taxNumbers: [],
  note: null,
  ...over,
})

export const CSV_HEAD =
  'reference,customer,email,accepted_by,accepted_on,terms,due_days,currency,description,quantity,unit_amount'

/** A row under `CSV_HEAD`; what is given stands in for the sample's. */
export const csvRow = (over: Readonly<Record<string, string>> = {}): string => {
  const row: Readonly<Record<string, string>> = {
    reference: 'Q-1',
    customer: 'Ada Works',
    email: 'pay@ada.example',
    accepted_by: 'Ada Lovelace',
    accepted_on: '2026-11-17',
    terms: '2026-03',
    due_days: '30',
    currency: 'USD',
    description: 'Enterprise yearly',
    quantity: '1',
    unit_amount: '1200.50',
    ...over,
  }
  return CSV_HEAD.split(',')
    .map((column) => row[column] ?? '')
    .join(',')
}

export const csvFile = (rows: readonly string[]): Buffer => Buffer.from([CSV_HEAD, ...rows].join('\r\n'))
