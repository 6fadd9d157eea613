import type {
  Discount,
  Invoice,
  NextInvoice,
  Subscription,
  SubscriptionItem,
  TimelineEntry,
} from '../../../src-shared/features/subscriptions.ts'
import type { VerificationLine } from '../../../src-shared/features/teams.ts'
import { anInvoice, anItem, aSubscription } from '../../support/builders.ts'

export const NOW = '2026-11-20T12:40:00.000Z'

const usd = (amount: number) => ({ amount, currency: 'usd' })

export const item = (over: Partial<SubscriptionItem> = {}): SubscriptionItem =>
  anItem({ unitAmount: usd(19900), amount: usd(19900), ...over })

export const subscription = (over: Partial<Subscription> = {}): Subscription => ({
  ...aSubscription({ items: [item()], currency: 'usd' }),
  explanation: 'Paid up.',
  madeByHand: false,
  ...over,
})

/** Open, not due on any day, never tried. */
export const invoice = (over: Partial<Invoice> = {}): Invoice =>
  anInvoice({
    status: 'open',
    total: usd(19900),
    amountDue: usd(19900),
    amountPaid: usd(0),
    amountRemaining: usd(19900),
    paidAt: null,
    attempts: 0,
    ...over,
  })

export const preview = (at: string | null, amount = 19900): NextInvoice => {
  const money = usd(amount)
  const nothing = usd(0)
  return {
    subscriptionStripeId: 'sub_1',
    at,
    lines: [],
    subtotal: money,
    discount: nothing,
    tax: nothing,
    total: money,
    balanceApplied: nothing,
    amountDue: money,
  }
}

export const line = (over: Partial<VerificationLine> = {}): VerificationLine => ({
  id: 'ver_1',
  ticket: '#48213',
  teamId: '7Kq9xLw2Vd',
  strength: 'proven',
  customerStripeId: 'cus_1',
  customerName: 'Kestrel',
  staffName: 'Ines Albrecht',
  at: '2026-11-20T12:00:00.000Z',
  liveUntil: '2026-11-20T20:00:00.000Z',
  ...over,
})

export const entry = (id: string, at: string, over: Partial<TimelineEntry> = {}): TimelineEntry => ({
  id,
  at,
  lane: 'money',
  title: id,
  detail: null,
  amount: null,
  subjectId: id.slice(0, id.indexOf(':')),
  state: null,
  ...over,
})

export const discount = (over: Partial<Discount> = {}): Discount => ({
  stripeId: 'di_1',
  couponStripeId: 'co_1',
  couponName: 'Welcome',
  on: 'subscription',
  percentOff: 25,
  amountOff: null,
  duration: 'repeating',
  startedAt: '2026-10-01T00:00:00.000Z',
  endsAt: '2027-01-01T12:40:00.000Z',
  ...over,
})
