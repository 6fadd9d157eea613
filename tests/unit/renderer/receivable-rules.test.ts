import type { InvoiceFacts, Receivable } from '@countersign/shared/features/receivables'
import { describe, expect, test } from 'vitest'
import {
  EMPTY_CLOSING,
  missingInClosing,
  mostCredited,
  wishOf,
} from '../../../src-renderer/features/receivables/closing-draft-rules.ts'
import {
  countFitting,
  filterOf,
  fitting,
  openByCurrency,
} from '../../../src-renderer/features/receivables/filter-rules.ts'
import { nextStep } from '../../../src-renderer/features/receivables/next-rules.ts'
import { statementCsv } from '../../../src-renderer/features/receivables/statement-rows.ts'

const NOW = '2026-11-20T12:40:00.000Z'
const usd = (amount: number) => ({ amount, currency: 'usd' })

const row = (more: Partial<Receivable> = {}): Receivable => ({
  stripeId: 'in_1',
  customerStripeId: 'cus_1',
  customerName: 'Kestrel Robotics',
  teamId: 'kestrel',
  number: 'KR-7',
  total: usd(1000),
  remaining: usd(1000),
  dueOn: '2026-10-01',
  hasDueDay: true,
  daysLate: 50,
  band: 'late-60',
  finalizedAt: null,
  collectionMethod: 'send_invoice',
  hostedUrl: null,
  asOf: NOW,
  lastReminder: null,
  lastNote: null,
  openRequest: null,
  isReadOnly: false,
  isCustomerDeleted: false,
  ...more,
})
const promised = (promisedOn: string) => ({ lastNote: { text: 'by phone', promisedOn } })
const reminded = (letter: 1 | 2 | 3, at: string) => ({ lastReminder: { letter, at } })

describe('what comes next', () => {
  test.each([
    ['nobody wrote yet', {}, 'first letter due'],
    ['a letter of yesterday', reminded(1, '2026-11-19T09:00:00.000Z'), ''],
    ['a letter two weeks old', reminded(1, '2026-11-06T12:40:00.000Z'), 'second letter due'],
    ['a minute short of two weeks', reminded(1, '2026-11-06T12:41:00.000Z'), ''],
    ['the last letter, long ago', reminded(3, '2026-01-01T00:00:00.000Z'), ''],
    ['a promise to come', promised('2026-11-30'), 'promised 30 Nov'],
    ['a promise for today', promised('2026-11-20'), 'promised 20 Nov'],
    ['a broken promise', promised('2026-11-19'), 'promise of 19 Nov broken'],
    [
      'a void that waits',
      { openRequest: { id: 'apr_1', kind: 'invoice.void' }, ...promised('2026-11-30') },
      'void asked, waits',
    ],
    [
      'a conflict above all',
      { isReadOnly: true, openRequest: { id: 'a', kind: 'invoice.void' } },
      'conflict, read-only',
    ],
    ['a deleted customer', { isCustomerDeleted: true }, 'customer deleted'],
    ['not due yet', { daysLate: 0 }, 'paid by the customer'],
    ['not due, charged by itself', { daysLate: -3, collectionMethod: 'charge_automatically' }, 'charged by itself'],
  ] as const)('%s', (_, more, text) => {
    expect(nextStep(row(more), NOW).text).toBe(text)
  })

  test('a promise that was broken needs care, one to come doesn’t', () => {
    expect(nextStep(row(promised('2026-11-19')), NOW).tone).toBe('money')
    expect(nextStep(row(promised('2026-11-30')), NOW).tone).toBeUndefined()
  })
})

describe('the filters', () => {
  const rows = [
    row({ stripeId: 'in_due', daysLate: 0 }),
    row({ stripeId: 'in_30', daysLate: 30, ...reminded(1, NOW) }),
    row({ stripeId: 'in_31', daysLate: 31, ...promised('2026-11-30') }),
    row({ stripeId: 'in_noted', daysLate: 1, lastNote: { text: 'called', promisedOn: null } }),
  ]
  test.each([
    ['all', ['in_due', 'in_30', 'in_31', 'in_noted']],
    ['late', ['in_30', 'in_31', 'in_noted']],
    ['over30', ['in_31']],
    ['unreminded', ['in_31', 'in_noted']],
    ['promised', ['in_31']],
  ] as const)('%s', (filter, ids) => {
    expect(fitting(rows, filter).map(({ stripeId }) => stripeId)).toEqual(ids)
    expect(countFitting(rows, filter)).toBe(ids.length)
  })

  test('an unknown word in an old link shows everything', () => {
    expect(filterOf('nonsense')).toBe('all')
  })

  test('sums stay in their currency', () => {
    const yen = row({ remaining: { amount: 5000, currency: 'jpy' } })
    expect(openByCurrency([row(), yen, row({ remaining: usd(250) })])).toEqual([
      usd(1250),
      { amount: 5000, currency: 'jpy' },
    ])
  })
})

describe('a draft', () => {
  const facts: InvoiceFacts = {
    customerStripeId: 'cus_1',
    customerName: null,
    number: 'KR-7',
    status: 'open',
    memo: null,
    total: usd(10_000),
    amountPaid: usd(0),
    remaining: usd(8000),
    creditNoted: usd(2000),
    dueAt: null,
  }
  const at = (kind: Parameters<typeof missingInClosing>[0]) => ({ kind, invoiceStripeId: 'in_1' })
  const said = { ...EMPTY_CLOSING, words: 'It was billed twice' }

  test('of a voiding needs a sentence only', () => {
    expect(missingInClosing('invoice.void', EMPTY_CLOSING, facts)).toBe('the approver needs a sentence')
    expect(missingInClosing('invoice.void', said, facts)).toBeUndefined()
    expect(wishOf(at('invoice.void'), EMPTY_CLOSING, facts)).toEqual({
      kind: 'invoice.void',
      payload: { invoiceStripeId: 'in_1' },
    })
  })

  test('of a payment needs reference and day', () => {
    const kind = 'invoice.paid-out-of-band'
    expect(missingInClosing(kind, said, facts)).toBe('the payment needs a reference')
    expect(missingInClosing(kind, { ...said, reference: 'WIRE 1' }, facts)).toBe('the day of the payment is missing')
    const whole = { ...said, reference: ' WIRE 1 ', paidOn: '2026-11-19' }
    expect(wishOf(at(kind), whole, facts)?.payload).toEqual({
      invoiceStripeId: 'in_1',
      reference: 'WIRE 1',
      paidOn: '2026-11-19',
    })
  })

  test('of a credit note takes at most what is left, and asks about the paid part only of a paid invoice', () => {
    const kind = 'invoice.credit-note'
    const draft = { ...said, amount: '80.00', memo: 'Two seats fewer' }
    expect(missingInClosing(kind, { ...draft, amount: '80.01' }, facts)).toBe('only $80.00 is left')
    expect(missingInClosing(kind, { ...draft, amount: '0' }, facts)).toBe('there is no amount yet')
    expect(wishOf(at(kind), draft, facts)?.payload).toMatchObject({ amount: usd(8000), paidPart: 'none' })
    const paid = { ...facts, status: 'paid', remaining: usd(0), amountPaid: usd(8000) } as const
    expect(mostCredited(paid)).toEqual(usd(8000))
    expect(wishOf(at(kind), draft, paid)?.payload).toMatchObject({ paidPart: 'balance' })
  })
})

describe('a statement as a file', () => {
  test('has amounts as plain numbers, and no name that a spreadsheet would run', () => {
    const text = statementCsv({
      customerStripeId: 'cus_1',
      customerName: '=cmd|/C calc!A0',
      customerEmail: null,
      from: '2026-01-01',
      to: '2026-12-31',
      readAt: NOW,
      currencies: [
        {
          currency: 'kwd',
          opening: { amount: 0, currency: 'kwd' },
          entries: [
            {
              on: '2026-03-01',
              kind: 'payment',
              reference: '+A-1',
              amount: { amount: -12_500, currency: 'kwd' },
              balance: { amount: -12_500, currency: 'kwd' },
            },
          ],
          closing: { amount: -12_500, currency: 'kwd' },
          writtenOff: { amount: 0, currency: 'kwd' },
        },
      ],
    })
    expect(text).toContain(`Statement,'=cmd|/C calc!A0,cus_1,2026-01-01,2026-12-31`)
    expect(text).toContain(`2026-03-01,Payment,'+A-1,-12.500,-12.500,KWD`)
    expect(text).toContain('2026-12-31,Closing balance,,,-12.500,KWD')
  })
})
