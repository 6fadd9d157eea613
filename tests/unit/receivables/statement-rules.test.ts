import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  composeStatement,
  type StatementInvoice,
  type StatementNote,
} from '../../../server/features/receivables/statement-rules.ts'

const usd = (amount: number) => ({ amount, currency: 'usd' })
const on = (day: string) => `${day}T10:00:00.000Z`
const SPAN = { from: '2026-01-01', to: '2026-12-31', today: '2026-11-20' }

const invoice = (more: Partial<StatementInvoice> = {}): StatementInvoice => ({
  stripeId: 'in_1',
  number: 'A-1',
  status: 'open',
  currency: 'usd',
  total: usd(10_000),
  balanceApplied: usd(0),
  amountPaid: usd(0),
  amountRemaining: usd(10_000),
  finalizedAt: on('2026-03-01'),
  paidAt: null,
  voidedAt: null,
  isPaidOutOfBand: false,
  ...more,
})
const note = (amount: number, at: string, more: Partial<StatementNote> = {}): StatementNote => ({
  number: 'CN-1',
  invoiceStripeId: 'in_1',
  total: usd(amount),
  at,
  ...more,
})
const linesOf = (invoices: StatementInvoice[], notes: StatementNote[] = [], span = SPAN) =>
  composeStatement(invoices, notes, span)[0]?.entries.map((entry) => [
    entry.on,
    entry.kind,
    entry.amount.amount,
    entry.balance.amount,
  ])
const paid = { status: 'paid', amountRemaining: usd(0), paidAt: on('2026-04-02') } as const

describe('what an invoice leaves on a statement', () => {
  test('open: it is owed', () => {
    expect(linesOf([invoice()])).toEqual([['2026-03-01', 'invoice', 10_000, 10_000]])
  })

  test('paid, with credit that was used: 100.00 − 30.00 of credit − 70.00', () => {
    const one = invoice({ ...paid, balanceApplied: usd(-3000), amountPaid: usd(7000) })
    expect(linesOf([one])).toEqual([
      ['2026-03-01', 'invoice', 10_000, 10_000],
      ['2026-03-01', 'credit-used', -3000, 7000],
      ['2026-04-02', 'payment', -7000, 0],
    ])
  })

  test('paid elsewhere is said so', () => {
    const one = invoice({ ...paid, amountPaid: usd(10_000), isPaidOutOfBand: true })
    expect(linesOf([one])?.at(-1)).toEqual(['2026-04-02', 'paid-elsewhere', -10_000, 0])
  })

  test('credited before it was paid: 100.00 − 25.00 − 75.00', () => {
    const one = invoice({ ...paid, amountPaid: usd(7500) })
    expect(linesOf([one], [note(2500, on('2026-03-10'))])).toEqual([
      ['2026-03-01', 'invoice', 10_000, 10_000],
      ['2026-03-10', 'credit-note', -2500, 7500],
      ['2026-04-02', 'payment', -7500, 0],
    ])
  })

  test('credited after it was paid: what was given back changes nothing', () => {
    const one = invoice({ ...paid, amountPaid: usd(10_000) })
    expect(linesOf([one], [note(2500, on('2026-05-10'))])).toEqual([
      ['2026-03-01', 'invoice', 10_000, 10_000],
      ['2026-04-02', 'payment', -10_000, 0],
      ['2026-05-10', 'credit-note', -2500, -2500],
      ['2026-05-10', 'credit-returned', 2500, 0],
    ])
  })

  test('voided after a credit note: the rest is gone', () => {
    const one = invoice({ status: 'void', amountRemaining: usd(0), voidedAt: on('2026-06-01') })
    expect(linesOf([one], [note(2500, on('2026-03-10'))])?.at(-1)).toEqual(['2026-06-01', 'void', -7500, 0])
  })

  test('paid in part: on the day of reading, since Stripe doesn’t say when', () => {
    const one = invoice({ amountPaid: usd(4000), amountRemaining: usd(6000) })
    expect(linesOf([one])?.at(-1)).toEqual(['2026-11-20', 'part-payment', -4000, 6000])
  })

  test('a draft leaves nothing, and what is written off is owed all the same', () => {
    expect(composeStatement([invoice({ status: 'draft', finalizedAt: null })], [], SPAN)).toEqual([])
    const [account] = composeStatement([invoice({ status: 'uncollectible' })], [], SPAN)
    expect(account).toMatchObject({ closing: usd(10_000), writtenOff: usd(10_000) })
  })
})

describe('a span', () => {
  test('opens with what was before it and leaves out what comes after', () => {
    const rows = [
      invoice(),
      invoice({ stripeId: 'in_2', number: 'A-2', finalizedAt: on('2026-09-01'), total: usd(500) }),
    ]
    const [account] = composeStatement(rows, [], { ...SPAN, from: '2026-03-02', to: '2026-08-31' })
    expect(account).toMatchObject({ opening: usd(10_000), entries: [], closing: usd(10_000) })
  })

  test('holds its first and its last day', () => {
    const [account] = composeStatement([invoice()], [], { ...SPAN, from: '2026-03-01', to: '2026-03-01' })
    expect(account?.entries).toHaveLength(1)
  })

  test('keeps currencies apart', () => {
    const yen = { amount: 5000, currency: 'jpy' }
    const other = invoice({
      stripeId: 'in_2',
      currency: 'jpy',
      total: yen,
      amountRemaining: yen,
      amountPaid: { ...yen, amount: 0 },
    })
    expect(composeStatement([invoice(), other], [], SPAN).map(({ closing }) => closing)).toEqual([yen, usd(10_000)])
  })
})

interface Account {
  readonly total: number
  readonly used: number
  readonly noted: number
  /** Of what was due, in percent. */
  readonly paid: number
  readonly status: StatementInvoice['status']
}

const ENDS: Partial<Record<StatementInvoice['status'], Partial<StatementInvoice>>> = {
  paid: { amountRemaining: usd(0), paidAt: on('2026-07-01') },
  void: { amountRemaining: usd(0), voidedAt: on('2026-07-02') },
}

/** As Stripe keeps it: what remains is the total less credit that was used, credit notes before payment, and payments. */
const accountOf = ({ total, used, noted, paid: percent, status }: Account, index: number) => {
  const balance = Math.min(total, used)
  const credited = Math.min(total - balance, noted)
  const due = total - balance - credited
  const amountPaid = status === 'paid' ? due : Math.floor((due * percent) / 100)
  const stripeId = `in_${index}`
  const one = invoice({
    stripeId,
    status,
    total: usd(total),
    balanceApplied: usd(-balance),
    amountPaid: usd(amountPaid),
    amountRemaining: usd(due - amountPaid),
    ...ENDS[status],
  })
  const late = status === 'paid' && amountPaid > 1 ? 1 : 0
  const notes = [note(credited, on('2026-05-05')), note(late, on('2026-08-01'))]
  return { one, notes: notes.map((each) => ({ ...each, invoiceStripeId: stripeId })) }
}

const accounts: fc.Arbitrary<Account> = fc.record({
  total: fc.integer({ min: 1, max: 10_000 }),
  used: fc.nat({ max: 4000 }),
  noted: fc.nat({ max: 4000 }),
  paid: fc.nat({ max: 100 }),
  status: fc.constantFrom('open', 'paid', 'void', 'uncollectible'),
})

/** Each balance is the one before and the entry's own amount; the last is the closing one. */
const checkRunning = ({ opening, entries, closing }: ReturnType<typeof composeStatement>[number]): void => {
  const balances = entries.map(({ balance }) => balance.amount)
  const running = entries.map((_, at) =>
    entries.slice(0, at + 1).reduce((sum, { amount }) => sum + amount.amount, opening.amount),
  )
  expect(balances).toEqual(running)
  expect(closing.amount).toBe(balances.at(-1) ?? opening.amount)
}

describe('the closing balance', () => {
  test('is what the open and the written off invoices still ask for, and each balance follows from the one before', () => {
    fc.assert(
      fc.property(fc.array(accounts, { minLength: 1, maxLength: 12 }), (rows) => {
        const made = rows.map(accountOf)
        const invoices = made.map(({ one }) => one)
        const notes = made.flatMap((one) => one.notes)
        const stated = composeStatement(invoices, notes, SPAN)
        const open = invoices.reduce((sum, { amountRemaining }) => sum + amountRemaining.amount, 0)
        expect(stated.map(({ closing }) => closing)).toEqual([usd(open)])
        stated.forEach(checkRunning)
        // Cut anywhere, the second part opens with what the first closed with.
        const before = composeStatement(invoices, notes, { ...SPAN, to: '2026-05-31' })
        const after = composeStatement(invoices, notes, { ...SPAN, from: '2026-06-01' })
        const openings = after.map(({ opening }) => opening.amount)
        expect(openings.length === 0 ? [0] : openings).toEqual(before.map(({ closing }) => closing.amount))
      }),
    )
  })
})
