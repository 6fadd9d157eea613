import { describe, expect, test } from 'vitest'
import { describeSubscriptions } from '../../../server/features/subscriptions/subscription-rules.ts'
import { composeTimeline, type TimelineRequest } from '../../../server/features/subscriptions/timeline-rules.ts'
import { anInvoice, aSubscription } from '../../support/builders.ts'

const NOW = '2026-11-21T00:00:00.000Z'
const EMPTY = { invoices: [], balance: [], subscriptions: [], verifications: [], requests: [], purchases: [] }
const described = (over = {}) => describeSubscriptions([aSubscription(over)], ['team'], 'x')

describe('one timeline', () => {
  test('an issued and paid invoice is two entries, newest first', () => {
    const timeline = composeTimeline({ ...EMPTY, invoices: [anInvoice()] }, NOW)
    expect(timeline.map(({ title, state, amount }) => [title, state, amount?.amount])).toEqual([
      ['Invoice KR7F2A1C-0041 paid', 'paid', 55_625],
      ['Invoice KR7F2A1C-0041 issued', null, 55_625],
    ])
  })

  test('what was issued and paid in the same second was paid last', () => {
    const at = '2026-11-01T00:10:00.000Z'
    const timeline = composeTimeline({ ...EMPTY, invoices: [anInvoice({ finalizedAt: at, paidAt: at })] }, NOW)
    expect(timeline.map(({ title }) => title.split(' ').at(-1))).toEqual(['paid', 'issued'])
  })

  test('a draft is drafted, not issued', () => {
    const draft = anInvoice({ status: 'draft', number: null, finalizedAt: null, paidAt: null })
    const timeline = composeTimeline({ ...EMPTY, invoices: [draft] }, NOW)
    expect(timeline.map(({ title, at }) => [title, at])).toEqual([['Invoice drafted', draft.createdAt]])
  })

  test('an open invoice keeps its state', () => {
    const open = anInvoice({ status: 'open', paidAt: null })
    expect(composeTimeline({ ...EMPTY, invoices: [open] }, NOW)[0]?.state).toBe('open')
  })

  test('a negative adjustment is a credit; other movements have their own words', () => {
    const entry = {
      stripeId: 'cbtxn_1',
      amount: { amount: -7500, currency: 'eur' },
      endingBalance: { amount: -12_000, currency: 'eur' },
      kind: 'adjustment',
      description: 'outage',
      at: '2026-11-12T09:52:00.000Z',
    }
    const balance = [
      entry,
      { ...entry, stripeId: 'cbtxn_2', kind: 'applied_to_invoice' },
      { ...entry, stripeId: 'cbtxn_3', kind: 'new_kind' },
    ]
    const titles = composeTimeline({ ...EMPTY, balance }, NOW).map(({ title }) => title)
    expect(titles).toEqual(['Credit', 'Balance used on an invoice', 'new_kind'])
  })

  test('a trial that still runs has not ended', () => {
    const titles = (trialEndsAt: string) =>
      composeTimeline({ ...EMPTY, subscriptions: described({ trialEndsAt }) }, NOW).map(({ title }) => title)
    expect(titles('2026-12-01T00:00:00.000Z')).toEqual(['Business started'])
    expect(titles('2026-11-01T00:00:00.000Z')).toEqual(['Trial of Business ended', 'Business started'])
  })

  test('asking without a proof says so', () => {
    const line = {
      id: 'ver_1',
      ticket: '#48213',
      teamId: 'x',
      strength: 'weak' as const,
      customerStripeId: 'cus_1',
      customerName: null,
      staffName: 'Ines Albrecht',
      at: NOW,
      liveUntil: null,
    }
    const [entry] = composeTimeline({ ...EMPTY, verifications: [line] }, NOW)
    expect(entry).toMatchObject({
      lane: 'us',
      title: 'Ines Albrecht asked about the team for #48213',
      detail: 'Verdict: weak',
    })
  })
})

describe('what we asked for', () => {
  const asked = {
    id: 'apr_1',
    title: 'Credit of 40.00 USD',
    state: 'done' as const,
    ticket: '#48213',
    given: { amount: 4000, currency: 'usd' },
    requesterName: 'Ines Albrecht',
    decisions: [
      { staffName: 'Jonas Whitlock', decision: 'approve' as const, comment: null, at: '2026-11-20T10:00:00.000Z' },
    ],
    createdAt: '2026-11-20T09:00:00.000Z',
    closedAt: '2026-11-20T10:00:00.000Z',
  }
  const linesOf = (over: Partial<TimelineRequest>) =>
    composeTimeline({ ...EMPTY, requests: [{ ...asked, ...over }] }, NOW).map(({ title, state }) => [title, state])

  test('is told as asked, signed and done, in that order even in one second', () => {
    expect(linesOf({})).toEqual([
      ['Credit of 40.00 USD: done, confirmed by Stripe', 'done'],
      ['Jonas Whitlock signed: Credit of 40.00 USD', null],
      ['Ines Albrecht asked: Credit of 40.00 USD', null],
    ])
  })

  test('says how far it is while it is open', () => {
    expect(linesOf({ state: 'requested', closedAt: null, decisions: [] })).toEqual([
      ['Ines Albrecht asked: Credit of 40.00 USD', 'requested'],
    ])
  })

  test('ends with the rejection, and is told as not done where the facts moved', () => {
    expect(linesOf({ state: 'rejected' })).toHaveLength(2)
    expect(linesOf({ state: 'stale' })[0]).toEqual(['Credit of 40.00 USD: not done, the facts had moved', 'stale'])
  })
})

test('what was bought through a link says who made it, and leads to the subscription', () => {
  const purchase = {
    id: 'lnk_1',
    what: 'Business × 3',
    period: 'year',
    madeBy: 'Ines Albrecht',
    ticket: '#48213',
    at: '2026-11-20T00:00:00.000Z',
    subscriptionStripeId: 'sub_1',
  }
  const [entry] = composeTimeline({ ...EMPTY, purchases: [purchase] }, NOW)
  expect(entry).toMatchObject({
    lane: 'us',
    title: 'Purchased through a link: Business × 3, every year',
    detail: 'Ines Albrecht made the link for #48213',
    subjectId: 'sub_1',
  })
})
