import { describe, expect, test } from 'vitest'
import { foundInMirror } from '../../../server/features/drift/mirror-rules.ts'
import { cutPiece } from '../../../server/features/drift/page-rules.ts'
import { compareSides, heldSide, listedSide } from '../../../server/features/mirror/difference-rules.ts'
import { aMirrorRow } from '../../support/mirror-fixtures.ts'

// Guards: the mirror agrees field by field or the field is named; a list is cut only where everything of a second was listed.

const KEYS = ['team', 'tenant-id']
const CUSTOMER = aMirrorRow({
  stripeId: 'cus_1',
  customerStripeId: 'cus_1',
  name: 'Kestrel',
  balance: -1500,
  metadata: { team: 'kestrel' },
})
const HELD = {
  stripeId: 'cus_1',
  teamId: 'kestrel',
  name: 'Kestrel',
  email: null,
  currency: 'usd',
  balance: -1500,
  isDeleted: 0,
}

const compare = (there: typeof CUSTOMER, here: Record<string, unknown> | undefined) =>
  compareSides(listedSide('customers', there, KEYS), heldSide('customers', here))

describe('a customer', () => {
  test('that reads the same agrees, also where the database could not hold all of it', () => {
    expect(compare(CUSTOMER, HELD)).toBeNull()
    expect(compare({ ...CUSTOMER, name: 'Kes\u0000trel' }, HELD)).toBeNull()
    expect(compare({ ...CUSTOMER, email: '' }, HELD)).toBeNull()
  })

  test('that differs is named by its fields, money in words', () => {
    const there = { ...CUSTOMER, balance: 0, metadata: { 'tenant-id': 'osprey' } }
    expect(compare(there, HELD)).toEqual({
      kind: 'differs',
      sides: [
        { field: 'team', there: 'osprey', here: 'kestrel' },
        { field: 'balance', there: '0.00 USD', here: '-15.00 USD' },
      ],
    })
  })

  test('is missing, or gone; what both hold as gone agrees', () => {
    expect(compare(CUSTOMER, undefined)?.kind).toBe('missing')
    expect(compare(CUSTOMER, { ...HELD, isDeleted: 1 })?.kind).toBe('missing')
    expect(compare({ ...CUSTOMER, isDeleted: true }, HELD)?.kind).toBe('gone')
    expect(compare({ ...CUSTOMER, isDeleted: true }, { ...HELD, isDeleted: 1 })).toBeNull()
    expect(compare({ ...CUSTOMER, isDeleted: true }, undefined)).toBeNull()
  })
})

test('subscriptions, invoices and codes: each field that is mirrored', () => {
  const row = aMirrorRow({
    stripeId: 'x_1',
    customerStripeId: 'cus_1',
    status: 'active',
    number: 'A-1',
    total: 990,
    code: 'SUMMER',
    couponStripeId: 'co_1',
    metadata: { team: 'kestrel' },
  })
  const held = {
    stripeId: 'x_1',
    customerStripeId: 'cus_1',
    teamId: 'kestrel',
    status: 'active',
    number: 'A-1',
    total: 990,
    currency: 'usd',
    code: 'SUMMER',
    couponStripeId: 'co_1',
    isActive: 1,
  }
  const fieldsOf = (resource: 'subscriptions' | 'invoices' | 'codes', over: Record<string, unknown>) =>
    compareSides(listedSide(resource, row, KEYS), heldSide(resource, { ...held, ...over }))?.sides.map(
      ({ field }) => field,
    ) ?? []
  for (const resource of ['subscriptions', 'invoices', 'codes'] as const) expect(fieldsOf(resource, {})).toEqual([])
  expect(fieldsOf('subscriptions', { teamId: null, status: 'past_due' })).toEqual(['team', 'status'])
  expect(fieldsOf('invoices', { number: null, total: 0 })).toEqual(['number', 'total'])
  expect(fieldsOf('codes', { isActive: 0, customerStripeId: null })).toEqual(['customer', 'active'])
  expect(fieldsOf('subscriptions', { status: 'deleted' })).toEqual(['customer', 'team', 'status'])
})

test('what may be on its way only is suspected; its repair says that nothing changes at Stripe', () => {
  const facts = {
    kind: 'gone',
    resource: 'customers',
    stripeId: 'cus_1',
    customerStripeId: null,
    teamId: null,
  } as const
  const found = foundInMirror({ ...facts, sides: [] })
  expect(found).toMatchObject({ kind: 'mirror.gone', severity: 'stale', isSuspected: true })
  expect(found.repair).toMatchObject({ kind: 'reread', words: expect.stringContaining('Nothing changes at Stripe') })
})

describe('a piece of a list', () => {
  const rows = (...seconds: number[]) => seconds.map((createdAt, index) => ({ stripeId: `${index}`, createdAt }))

  test('ends before a second that may go on', () => {
    expect(cutPiece(rows(9, 8, 7, 7), true)).toMatchObject({ rows: rows(9, 8), from: 8, after: '1' })
  })

  test('waits for more while all is of one second', () => {
    expect(cutPiece(rows(7, 7, 7), true)).toBeNull()
    expect(cutPiece(rows(7, 7, 7, 6), true)).toMatchObject({ from: 7, after: '2' })
  })

  test('is all that there is at the end', () => {
    expect(cutPiece(rows(9, 8), false)).toEqual({ rows: rows(9, 8), from: 0, after: null })
    expect(cutPiece([], false)).toEqual({ rows: [], from: 0, after: null })
  })
})
