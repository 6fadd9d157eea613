import { describe, expect, test } from 'vitest'
import { composeGifts, type Gifts } from '../../../server/features/credits/gift-history-rules.ts'
import { overlapFactsOf } from '../../../server/features/credits/gift-overlap-rules.ts'
import { periodIn, periodMark } from '../../../server/features/credits/credit-mark-rules.ts'

const usd = (amount: number) => ({ amount, currency: 'usd' })
const NOTHING: Gifts = { entries: [], notes: [], refunds: [], discounts: [], pending: [], requests: [] }

const entry = (over: Partial<Gifts['entries'][number]>): Gifts['entries'][number] => ({
  stripeId: 'cbtxn_1',
  kind: 'adjustment',
  amount: usd(-4_000),
  metadata: {},
  description: 'Outage',
  at: '2026-11-12T09:00:00.000Z',
  requestId: null,
  ...over,
})

const request = (over: Partial<Gifts['requests'][number]>): Gifts['requests'][number] => ({
  id: 'apr_1',
  kind: 'coupon.apply',
  title: 'Coupon of 20.00 USD',
  ticket: '#1',
  requesterName: 'Ines Albrecht',
  state: 'done',
  given: usd(2_000),
  decisions: [
    { staffName: 'Mara Okonkwo', decision: 'reject' },
    { staffName: 'Jonas Whitlock', decision: 'approve' },
  ],
  createdAt: '2026-10-01T00:00:00.000Z',
  changedAt: '2026-10-02T00:00:00.000Z',
  closedAt: '2026-10-02T00:00:00.000Z',
  payload: {},
  outcome: { kind: 'done', results: { coupon: { couponStripeId: 'co_1' } }, surprises: [] },
  ...over,
})

const discount = {
  stripeId: 'di_1',
  couponStripeId: 'co_1',
  couponName: 'Sorry',
  on: 'subscription' as const,
  percentOff: null,
  amountOff: usd(2_000),
  duration: 'repeating' as const,
  startedAt: '2026-10-02T00:00:00.000Z',
  endsAt: '2026-12-02T00:00:00.000Z',
}
const acting = { discount, startedAt: discount.startedAt }

describe('what a team was given', () => {
  test('tells a coupon of ours that acts once, with who asked and who signed', () => {
    const gifts = composeGifts({ ...NOTHING, discounts: [acting], requests: [request({})] })
    expect(gifts).toMatchObject([
      {
        id: 'di_1',
        kind: 'coupon',
        now: 'live until 2026-12-02',
        by: { requestId: 'apr_1', askedBy: 'Ines Albrecht', approvedBy: ['Jonas Whitlock'] },
      },
    ])
  })

  test('keeps a coupon of ours that acts no more, and leaves out what was only asked for', () => {
    const requests = [request({}), request({ id: 'apr_2', state: 'requested', outcome: null })]
    expect(composeGifts({ ...NOTHING, requests }).map(({ id }) => id)).toEqual(['apr_1'])
  })

  test('strikes what was taken back, and says how much of the rest', () => {
    const back = (of: string, amount: number) =>
      entry({
        stripeId: `cbtxn_back_${of}`,
        amount: usd(amount),
        metadata: { reverses: of },
        at: '2026-11-13T00:00:00.000Z',
      })
    const gifts = composeGifts({
      ...NOTHING,
      entries: [entry({}), entry({ stripeId: 'cbtxn_2' }), back('cbtxn_1', 4_000), back('cbtxn_2', 1_000)],
    })
    expect(gifts.map(({ id, kind, now }) => [id, kind, now])).toEqual([
      ['cbtxn_back_cbtxn_1', 'reversal', null],
      ['cbtxn_back_cbtxn_2', 'reversal', null],
      ['cbtxn_1', 'credit', 'reversed'],
      ['cbtxn_2', 'credit', '10.00 USD reversed'],
    ])
  })

  test('holds refunds and credit notes, and nothing that an invoice used', () => {
    const at = '2026-11-01T00:00:00.000Z'
    const gifts = composeGifts({
      ...NOTHING,
      entries: [entry({ kind: 'applied_to_invoice', amount: usd(4_000) })],
      notes: [{ stripeId: 'cn_1', number: 'CN-1', total: usd(500), isVoid: true, at }],
      refunds: [{ stripeId: 're_1', amount: usd(900), status: 'succeeded', reason: 'requested_by_customer', at }],
    })
    expect(gifts.map(({ kind, text, now }) => [kind, text, now])).toEqual([
      ['credit-note', 'Credit note CN-1', 'void'],
      ['refund', 'Refund: requested by customer', 'succeeded'],
    ])
  })
})

describe('what the guard compares', () => {
  test('are whole days: an end that is a moment takes the day before it', () => {
    const pending = {
      stripeId: 'ii_1',
      amount: usd(-2_333),
      isProration: true,
      periodStartsAt: '2026-11-17T14:11:00.000Z',
      periodEndsAt: '2026-12-01T00:00:00.000Z',
    }
    const facts = overlapFactsOf(
      { entries: [], pending: [pending, { ...pending, stripeId: 'ii_2', isProration: false }], discounts: [acting] },
      { period: null, today: '2026-11-20' },
    )
    expect(facts.prorations).toEqual([
      { invoiceItemStripeId: 'ii_1', amount: usd(-2_333), period: { from: '2026-11-17', to: '2026-11-30' } },
    ])
    expect(facts.coupons).toMatchObject([{ startedOn: '2026-10-02', endsOn: '2026-12-01' }])
  })
})

describe('the period on an entry', () => {
  test('is read as it was written, and not at all where somebody else wrote there', () => {
    const period = { from: '2026-11-03', to: '2026-11-10' }
    expect(periodIn(periodMark(period))).toEqual(period)
    for (const text of ['November', '2026-11-10/2026-11-03', '2026-02-30/2026-03-01', ''])
      expect(periodIn({ period: text })).toBeNull()
  })
})
