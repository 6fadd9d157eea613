import type { Calendar, LiveDiscount, StackAnswer, StackQuestion } from '@countersign/shared/features/stacks'

const MONTHS = ['2026-12', '2027-01', '2027-02', '2027-03', '2027-04', '2027-05', '2027-06', '2027-07']

/** Eight monthly invoices from 1 Dec 2026 on, asked on 21 Nov 2026. */
export const monthly = (amount: number, over: Partial<Calendar> = {}): Calendar => ({
  now: '2026-11-21T12:00:00.000Z',
  currency: 'eur',
  coming: MONTHS.map((month) => ({
    at: `${month}-01T00:00:00.000Z`,
    lines: [{ itemStripeId: 'si_1', amount, isDiscountable: true }],
  })),
  endsThere: false,
  ...over,
})

/** 30.00 EUR off, repeating, on the invoices of 1 Dec 2026 and 1 Jan 2027. */
export const aLiveDiscount = (over: Partial<LiveDiscount> = {}): LiveDiscount => ({
  stripeId: 'di_1',
  couponStripeId: 'co_1',
  couponName: 'Outage #1',
  on: 'subscription',
  percentOff: null,
  amountOff: { amount: 3_000, currency: 'eur' },
  duration: 'repeating',
  startedAt: '2026-10-05T00:00:00.000Z',
  endsAt: '2027-01-05T00:00:00.000Z',
  itemStripeId: null,
  usedByInvoiceStripeId: null,
  ...over,
})

export const aQuestion = (
  add: number,
  live: readonly LiveDiscount[],
  over: Partial<StackQuestion> = {},
): StackQuestion => ({
  ...monthly(9_900),
  add: { amount: add, currency: over.currency ?? 'eur' },
  live: [...live],
  hasOtherSubscriptions: false,
  acceptsConversion: false,
  ...over,
})

type Planned = Extract<StackAnswer, { verdict: 'planned' }>
type Refused = Extract<StackAnswer, { verdict: 'refused' }>

/** The answer as a plan; a refusal fails the test in its own words. */
export const planned = (answer: StackAnswer): Planned => {
  if (answer.verdict === 'refused') throw new Error(answer.refusals.map(({ words }) => words).join(' '))
  return answer
}

export const refused = (answer: StackAnswer): Refused => {
  if (answer.verdict === 'planned') throw new Error(`planned: ${answer.plan.arithmetic}`)
  return answer
}
