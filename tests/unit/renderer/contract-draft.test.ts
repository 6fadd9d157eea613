import type { Contract } from '@countersign/shared/features/contracts'
import { describe, expect, test } from 'vitest'
import {
  type ContractDraft,
  draftOf,
  newDraft,
  readChange,
  readLimits,
  readStart,
} from '../../../src-renderer/features/tenants/contract-draft-rules.ts'
import { limitLines } from '../../../src-renderer/features/tenants/usage-rules.ts'

const WHOLE: ContractDraft = {
  ...newDraft('kestrel'),
  reference: 'PO-17',
  plan: 'stated',
  planName: 'Enterprise',
  limits: 'max-users 50\n\nmax-gateways: 0',
  startsOn: '2027-01-01',
  endsOn: '2028-01-01',
  words: 'Signed in May',
}

describe('a contract that is asked for', () => {
  test('is read as it was filled in, days from midnight on', () => {
    expect(readStart(WHOLE)).toEqual({
      missing: undefined,
      payload: {
        teamId: 'kestrel',
        kind: 'wire',
        reference: 'PO-17',
        plan: { from: 'stated', name: 'Enterprise', limits: { 'max-users': 50, 'max-gateways': 0 } },
        startsAt: '2027-01-01T00:00:00.000Z',
        endsAt: '2028-01-01T00:00:00.000Z',
        graceDays: 0,
        support: null,
        tenantName: null,
        adminEmail: null,
      },
    })
  })

  test.each([
    ['no team', { teamId: ' ' }, 'team'],
    ['no reference', { reference: '' }, 'reference'],
    ['no plan', { plan: '' }, 'plan'],
    ['a plan without a name', { planName: '' }, 'name'],
    ['a limit that is no number', { limits: 'max-users many' }, 'limit'],
    ['a limit that is misspelt', { limits: 'maxUsers 5' }, 'limit'],
    ['a limit twice', { limits: 'max-users 5\nmax-users 6' }, 'limit'],
    ['no first day', { startsOn: '' }, 'first day'],
    ['an end before the start', { endsOn: '2026-12-31' }, 'end'],
    ['an end on the first day', { endsOn: '2027-01-01' }, 'end'],
    ['a year and a day of grace', { graceDays: '366' }, 'days'],
    ['two addresses', { adminEmail: 'a@b.example, c@d.example' }, 'e-mail'],
  ])('with %s it isn’t', (_name, over, why) => {
    const read = readStart({ ...WHOLE, ...over })
    expect(read.payload).toBeNull()
    expect(read.missing).toContain(why)
  })

  test('is shown before the approver is told why', () => {
    const read = readStart({ ...WHOLE, words: '' })
    expect(read.payload).not.toBeNull()
    expect(read.missing).toContain('sentence')
  })

  test('takes a price of the catalogue as it is', () => {
    expect(readStart({ ...WHOLE, plan: 'price_1', planName: '' }).payload?.plan).toEqual({
      from: 'price',
      priceStripeId: 'price_1',
    })
  })

  test('has limits, or none', () => {
    expect(readLimits('')).toEqual({})
    expect(readLimits('max-end-devices = 9000')).toEqual({ 'max-end-devices': 9000 })
    expect(readLimits('max-users 5.5')).toBeNull()
  })
})

test('a change begins with what is agreed, and may end it where it began', () => {
  const contract: Contract = {
    id: 'ctr_1',
    teamId: 'kestrel',
    kind: 'prepaid',
    reference: 'PO-17',
    priceStripeId: null,
    planName: 'Enterprise',
    limits: { 'max-users': 50 },
    support: 'Gold',
    startsAt: '2027-01-01T00:00:00.000Z',
    endsAt: '2028-01-01T00:00:00.000Z',
    graceDays: 3,
    revision: 4,
    standing: null,
  }
  const draft = { ...draftOf(contract), words: 'Ends early' }
  expect(readChange(draft, contract).payload).toEqual({
    contractId: 'ctr_1',
    revision: 4,
    plan: { from: 'stated', name: 'Enterprise', limits: { 'max-users': 50 } },
    startsAt: contract.startsAt,
    endsAt: contract.endsAt,
    graceDays: 3,
    support: 'Gold',
  })
  expect(readChange({ ...draft, endsOn: '2027-01-01' }, contract).missing).toBeUndefined()
  expect(readChange({ ...draft, endsOn: '2026-12-31' }, contract).payload).toBeNull()
})

describe('what is used', () => {
  const tenant = { teamId: 'kestrel', limits: { 'max-end-devices': 500, 'max-users': 5 } }
  const count = (over: object) => ({
    teamId: 'kestrel',
    counter: 'end-devices',
    value: 412,
    measuredAt: 'then',
    ...over,
  })

  test('stands beside its limit; what wasn’t counted is not zero', () => {
    expect(limitLines(tenant, [count({})]).map(({ text, isOver }) => [text, isOver])).toEqual([
      ['end-devices 412 of 500', false],
      ['users 5', false],
    ])
  })

  test('is over its limit, or without one; another team’s counts for nobody else', () => {
    const usage = [count({ value: 501 }), count({ counter: 'dashboards', value: 3 }), count({ teamId: 'osprey' })]
    expect(limitLines(tenant, usage).map(({ text, isOver }) => [text, isOver])).toEqual([
      ['end-devices 501 of 500', true],
      ['users 5', false],
      ['dashboards 3 used, unlimited', false],
    ])
  })
})
