import type { InvoiceFacts } from '@countersign/shared/features/receivables'
import { creditNotePayloadSchema } from '@countersign/shared/features/receivables'
import { describe, expect, test } from 'vitest'
import { creditNoteCard, paidElsewhereCard, voidCard } from '../../../server/features/receivables/closing-card-rules.ts'
import {
  creditableOf,
  creditNoteFault,
  isNoteMade,
  mayClose,
} from '../../../server/features/receivables/closing-rules.ts'

const usd = (amount: number) => ({ amount, currency: 'usd' })
const facts = (more: Partial<InvoiceFacts> = {}): InvoiceFacts => ({
  customerStripeId: 'cus_1',
  customerName: 'Kestrel Robotics',
  number: 'KR-7',
  status: 'open',
  memo: 'Quote Q-7',
  total: usd(10_000),
  amountPaid: usd(0),
  remaining: usd(10_000),
  creditNoted: usd(0),
  dueAt: '2026-10-01T00:00:00.000Z',
  ...more,
})

describe('what may be done with an invoice', () => {
  test.each([
    ['invoice.void', ['open', 'uncollectible']],
    ['invoice.uncollectible', ['open']],
    ['invoice.paid-out-of-band', ['open', 'uncollectible']],
    ['invoice.credit-note', ['open', 'paid']],
  ] as const)('%s: %o', (kind, states) => {
    const all = ['draft', 'open', 'paid', 'uncollectible', 'void'] as const
    expect(all.filter((status) => mayClose(kind, { status }))).toEqual(states)
  })
})

describe('a credit note takes at most', () => {
  test('what is still open of an open invoice: 100.00 − 20.00 paid', () => {
    expect(creditableOf(facts({ amountPaid: usd(2000), remaining: usd(8000) }))).toEqual(usd(8000))
  })

  test('what a paid one is worth after earlier notes: 100.00 − 30.00, never below nothing', () => {
    const paid = facts({ status: 'paid', amountPaid: usd(10_000), remaining: usd(0) })
    expect(creditableOf({ ...paid, creditNoted: usd(3000) })).toEqual(usd(7000))
    expect(creditableOf({ ...paid, creditNoted: usd(10_001) })).toEqual(usd(0))
  })

  test.each([
    [usd(10_000), 'none', 'open', null],
    [usd(10_001), 'none', 'open', 'too-much'],
    [{ amount: 1, currency: 'eur' }, 'none', 'open', 'currency'],
    [usd(1), 'balance', 'open', 'paid-part'],
    [usd(1), 'none', 'paid', 'paid-part'],
    [usd(1), 'out-of-band', 'paid', null],
  ] as const)('%o, %s on an %s one: %s', (amount, paidPart, status, fault) => {
    expect(creditNoteFault({ amount, paidPart }, facts({ status }))).toBe(fault)
  })

  test('in dinars only tens', () => {
    const payload = { invoiceStripeId: 'in_1', reason: 'duplicate', memo: 'Billed twice', paidPart: 'none' }
    const inDinars = (amount: number) =>
      creditNotePayloadSchema.safeParse({ ...payload, amount: { amount, currency: 'kwd' } }).success
    expect([inDinars(1000), inDinars(1005)]).toEqual([true, false])
  })
})

describe('the card', () => {
  test('says what was paid already, which voiding gives nothing back of', () => {
    const { warnings, title } = voidCard(facts({ amountPaid: usd(2000), remaining: usd(8000) }))
    expect(title).toBe('Voiding of invoice KR-7, 80.00 USD open')
    expect(warnings).toEqual(['20.00 USD of it was paid already; voiding gives nothing back.'])
    expect(voidCard(facts()).warnings).toEqual([])
  })

  test('names reference and day of a payment that Stripe doesn’t see', () => {
    const { lines } = paidElsewhereCard({ reference: 'WIRE 4711', paidOn: '2026-11-19' }, facts())
    expect(lines).toContainEqual({ label: 'Paid on', before: null, after: '19 Nov 2026' })
    expect(lines).toContainEqual({ label: 'Status', before: 'open', after: 'paid' })
  })

  test('shows what a note leaves, and that taking all of it makes the invoice paid', () => {
    const payload = {
      invoiceStripeId: 'in_1',
      reason: 'order_change',
      memo: 'Two seats fewer',
      paidPart: 'none',
    } as const
    const some = creditNoteCard({ ...payload, amount: usd(2500) }, facts())
    expect(some.lines).toContainEqual({ label: 'Still to be paid', before: '100.00 USD', after: '75.00 USD' })
    expect(some.warnings).toEqual([])
    const all = creditNoteCard({ ...payload, amount: usd(10_000) }, facts())
    expect(all.lines).toContainEqual({ label: 'Status', before: 'open', after: 'paid' })
    expect(all.warnings).toHaveLength(1)
  })
})

test.each([
  [false, 'apr_1', true],
  [true, 'apr_1', false],
  [false, 'apr_2', false],
])('a note that is void: %s, of %s, is the one that apr_1 asked for: %s', (isVoid, requestId, isMade) => {
  expect(isNoteMade([{ isVoid, requestId }], 'apr_1')).toBe(isMade)
})
