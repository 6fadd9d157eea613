import type { Invoice, SubscriptionItem } from '@countersign/shared/features/subscriptions'
import type { GatewaySubscription } from '../../server/ports/payment-gateway.ts'

export const anItem = (over: Partial<SubscriptionItem> = {}): SubscriptionItem => ({
  stripeId: 'si_1',
  productName: 'Business',
  priceStripeId: 'price_1',
  unitAmount: { amount: 45_000, currency: 'eur' },
  billingScheme: 'per_unit',
  usage: 'licensed',
  quantity: 1,
  amount: { amount: 45_000, currency: 'eur' },
  interval: 'month',
  intervalCount: 1,
  periodStartsAt: '2026-11-01T00:00:00.000Z',
  periodEndsAt: '2026-12-01T00:00:00.000Z',
  metadata: {},
  supportPriority: null,
  ...over,
})

export const aSubscription = (over: Partial<GatewaySubscription> = {}): GatewaySubscription => ({
  stripeId: 'sub_1',
  customerStripeId: 'cus_1',
  status: 'active',
  items: [anItem()],
  discounts: [],
  currency: 'eur',
  createdAt: '2023-02-14T00:00:00.000Z',
  startedAt: '2023-02-14T00:00:00.000Z',
  billingMode: 'flexible',
  collectionMethod: 'charge_automatically',
  daysUntilDue: null,
  trialEndsAt: null,
  cancelAt: null,
  canceledAt: null,
  endedAt: null,
  pause: null,
  schedule: null,
  paymentMethod: 'card',
  latestInvoiceStripeId: null,
  metadata: {},
  ...over,
})

const euros = (amount: number) => ({ amount, currency: 'eur' })

export const anInvoice = (over: Partial<Invoice> = {}): Invoice => ({
  stripeId: 'in_1',
  number: 'KR7F2A1C-0041',
  status: 'paid',
  total: euros(55_625),
  amountDue: euros(55_625),
  amountPaid: euros(55_625),
  amountRemaining: euros(0),
  createdAt: '2026-11-01T00:00:00.000Z',
  finalizedAt: '2026-11-01T00:10:00.000Z',
  dueAt: null,
  paidAt: '2026-11-01T00:14:00.000Z',
  memo: null,
  pdfUrl: null,
  hostedUrl: null,
  subscriptionStripeId: 'sub_1',
  attempts: 1,
  ...over,
})
