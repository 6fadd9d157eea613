import { DEFAULT_POLICY, type Policy } from '@countersign/shared/features/policy'
import { describe, expect, test } from 'vitest'
import { decideApprovers, type Ledger, type Measure } from '../../../server/features/approvals/policy-rules.ts'

const NOTHING: Ledger = { teamDay: 0, teamYear: 0, agentDay: 0, agentYear: 0 }
const given = (kind: string, amount: number, currency = 'eur'): Measure => ({
  kind,
  given: { amount, currency },
  flags: [],
})
const plain = (kind: string): Measure => ({ kind, given: null, flags: [] })
const decide = (measure: Measure, before: Partial<Ledger> = {}, policy: Policy = DEFAULT_POLICY) =>
  decideApprovers(policy, measure, { ...NOTHING, ...before })

// The default policy: a coupon code up to 100.00 EUR needs nobody; a team gets 250.00 in 24 hours and 500.00 in 12 months,
// an agent gives 500.00 and 15000.00.

describe('the band', () => {
  test('holds its upper end and not a cent more', () => {
    expect(decide(given('coupon.code', 10_000)).approvers).toBe(0)
    expect(decide(given('coupon.code', 10_001)).approvers).toBe(1)
    expect(decide(given('coupon.code', 10_000)).reasons).toEqual([
      'No approver for a coupon code: 100.00 EUR is within 100.00 EUR.',
    ])
    expect(decide(given('coupon.code', 10_001)).reasons).toEqual([
      'One approver for a coupon code: 100.01 EUR is above 100.00 EUR.',
    ])
  })

  test('is compared with the sum of the team’s 12 months', () => {
    const decision = decide(given('coupon.code', 1_000), { teamYear: 9_001 })
    expect(decision.approvers).toBe(1)
    // 10.00 + 90.01 = 100.01
    expect(decision.reasons).toEqual([
      'One approver for a coupon code: 100.01 EUR together with what the team was given in 12 months is above 100.00 EUR.',
    ])
    expect(decide(given('coupon.code', 1_000), { teamYear: 9_000 }).approvers).toBe(0)
  })

  test('is compared with the sum of the team’s and of the agent’s 24 hours', () => {
    expect(decide(given('coupon.code', 1_000), { teamDay: 9_001 }).reasons).toEqual([
      'One approver for a coupon code: 100.01 EUR together with what the team was given in 24 hours is above 100.00 EUR.',
    ])
    expect(decide(given('coupon.code', 1_000), { agentDay: 9_001 }).reasons).toEqual([
      'One approver for a coupon code: 100.01 EUR together with what the agent gave in 24 hours is above 100.00 EUR.',
    ])
  })

  test('is not filled by the agent’s 12 months, which have a budget of their own', () => {
    expect(decide(given('coupon.code', 1_000), { agentYear: 1_000_000 }).approvers).toBe(0)
  })

  test('goes by the largest of the sums, named once', () => {
    const [reason] = decide(given('coupon.code', 1_000), { teamDay: 2_000, teamYear: 3_000, agentDay: 3_000 }).reasons
    expect(reason).toBe(
      'No approver for a coupon code: 40.00 EUR together with what the team was given in 12 months is within 100.00 EUR.',
    )
  })

  test('of a credit is one approver, whatever the amount', () => {
    expect(decide(given('credit.issue', 1))).toMatchObject({
      approvers: 1,
      desktopOnly: false,
      reasons: ['One approver for a credit: whatever the amount.'],
    })
  })

  test('can have several steps', () => {
    const policy = structuredClone(DEFAULT_POLICY)
    policy.rules['credit.issue'] = {
      bands: [
        { upTo: { eur: 100 }, approvers: 1 },
        { upTo: { eur: 200 }, approvers: 1 },
        { upTo: null, approvers: 2 },
      ],
    }
    expect(decide(given('credit.issue', 100), {}, policy).reasons[0]).toContain('1.00 EUR is within 1.00 EUR')
    expect(decide(given('credit.issue', 101), {}, policy).reasons[0]).toContain('1.01 EUR is within 2.00 EUR')
    expect(decide(given('credit.issue', 201), {}, policy)).toMatchObject({ approvers: 2, desktopOnly: true })
    expect(decide(given('credit.issue', 201), {}, policy).reasons[0]).toBe(
      'Two approvers for a credit: 2.01 EUR is above 2.00 EUR.',
    )
  })

  test('can’t be set below what the house always approves, even by a document that was never checked', () => {
    const policy = structuredClone(DEFAULT_POLICY)
    policy.rules['credit.issue'] = { bands: [{ upTo: null, approvers: 0 }] }
    expect(decide(given('credit.issue', 1), {}, policy).approvers).toBe(1)
    policy.rules['credit.issue'] = { bands: [] }
    expect(decide(given('credit.issue', 1), {}, policy).approvers).toBe(2)
  })
})

describe('an invoice', () => {
  const billed = (amount: number): Measure => ({ ...plain('invoice.send'), billed: { amount, currency: 'eur' } })

  test('goes by what it asks for, which is no gift: 10000.00 EUR are free', () => {
    expect(decide(billed(1_000_000), { teamYear: 40_000, agentDay: 40_000 })).toMatchObject({
      approvers: 0,
      budgets: [],
    })
    expect(decide(billed(1_000_001)).approvers).toBe(1)
  })

  test('without an amount counts as above every band', () => {
    expect(decide(plain('invoice.send'))).toMatchObject({
      approvers: 1,
      reasons: [
        'One approver for an invoice: there is no amount to compare with the policy, so it counts as above every band.',
      ],
    })
  })
})

describe('budgets', () => {
  test('are told with what is left once this is given', () => {
    const before = { teamDay: 0, teamYear: 4_200, agentDay: 1_000, agentYear: 88_000 }
    expect(decide(given('credit.issue', 24_000), before).budgets).toEqual([
      { name: 'teamDay', limit: 25_000, used: 24_000, remaining: 1_000 },
      { name: 'teamYear', limit: 50_000, used: 28_200, remaining: 21_800 },
      { name: 'agentDay', limit: 50_000, used: 25_000, remaining: 25_000 },
      { name: 'agentYear', limit: 1_500_000, used: 112_000, remaining: 1_388_000 },
    ])
  })

  test.each([
    [
      'teamDay',
      24_000,
      '260.00 EUR together with what the team was given in 24 hours is over the budget of 250.00 EUR',
    ],
    [
      'teamYear',
      49_000,
      '510.00 EUR together with what the team was given in 12 months is over the budget of 500.00 EUR',
    ],
    ['agentDay', 49_000, '510.00 EUR together with what the agent gave in 24 hours is over the budget of 500.00 EUR'],
    [
      'agentYear',
      1_499_000,
      '15010.00 EUR together with what the agent gave in 12 months is over the budget of 15000.00 EUR',
    ],
  ])('over %s two approve, on the desktop', (name, before, words) => {
    // 20.00 EUR on top of each.
    const decision = decide(given('credit.issue', 2_000), { [name]: before })
    expect(decision).toMatchObject({ approvers: 2, desktopOnly: true })
    expect(decision.reasons).toContain(`Two approvers: ${words}.`)
    expect(decide(given('credit.issue', 1_000), { [name]: before }).approvers).toBe(1)
  })

  test('are not touched by what gives nothing or takes back', () => {
    const over = { teamDay: 99_000, teamYear: 99_000, agentDay: 99_000, agentYear: 9_900_000 }
    expect(decide(plain('credit.reverse'), over)).toMatchObject({ approvers: 1, budgets: [] })
    expect(decide(given('credit.reverse', -500), over)).toMatchObject({ approvers: 1, budgets: [] })
    expect(decide(given('credit.reverse', 0), over)).toMatchObject({ approvers: 1, budgets: [] })
  })

  test('can’t be widened by a negative gift or a negative ledger', () => {
    expect(decide(given('coupon.code', -5_000), { teamYear: 10_001 }).approvers).toBe(1)
    expect(
      decide(given('coupon.code', 10_001), { teamYear: -5_000, teamDay: -5_000, agentDay: -5_000 }).approvers,
    ).toBe(1)
  })
})

describe('what can’t be compared is above everything', () => {
  test('a currency that the tables don’t name', () => {
    const decision = decide(given('coupon.code', 1, 'huf'))
    expect(decision).toMatchObject({ approvers: 2, desktopOnly: true })
    expect(decision.reasons).toEqual([
      'One approver for a coupon code: the policy’s bands name no HUF, so 0.01 HUF counts as above every band.',
      'Two approvers: 0.01 HUF together with what the team was given in 24 hours, and the policy has no budget in HUF.',
      'Two approvers: 0.01 HUF together with what the team was given in 12 months, and the policy has no budget in HUF.',
      'Two approvers: 0.01 HUF together with what the agent gave in 24 hours, and the policy has no budget in HUF.',
      'Two approvers: 0.01 HUF together with what the agent gave in 12 months, and the policy has no budget in HUF.',
    ])
    expect(decision.budgets[0]).toEqual({ name: 'teamDay', limit: null, used: 1, remaining: null })
  })

  test('a name that every object answers to', () => {
    expect(decide(given('coupon.code', 1, 'constructor')).approvers).toBe(2)
  })

  test('an amount that isn’t whole, or a sum past what is counted exactly', () => {
    for (const amount of [Number.NaN, 0.5, Number.POSITIVE_INFINITY]) {
      const decision = decide(given('coupon.code', amount))
      expect(decision.approvers).toBe(2)
      expect(decision.reasons[0]).toBe('One approver for a coupon code: an uncountable sum of EUR is above 100.00 EUR.')
    }
    expect(decide(given('coupon.code', 1), { agentYear: Number.MAX_SAFE_INTEGER }).approvers).toBe(2)
  })

  test('a kind without a rule', () => {
    expect(decide(plain('credit.free'))).toMatchObject({
      approvers: 2,
      desktopOnly: true,
      reasons: ['Two approvers: the policy has no rule for “credit.free”.'],
    })
  })
})

describe('minor units are those of the currency', () => {
  test('yen have none: 15000 are free, 15001 not', () => {
    expect(decide(given('coupon.code', 15_000, 'jpy')).approvers).toBe(0)
    expect(decide(given('coupon.code', 15_001, 'jpy')).reasons[0]).toContain('15001 JPY is above 15000 JPY')
  })

  test('dinars have three: 30.000 are free, 30.001 not', () => {
    expect(decide(given('coupon.code', 30_000, 'kwd')).approvers).toBe(0)
    expect(decide(given('coupon.code', 30_001, 'kwd')).reasons[0]).toContain('30.001 KWD is above 30.000 KWD')
  })
})

describe('flags', () => {
  test.each([
    ['forever', 2, 'Two approvers: it never ends.'],
    ['zero-total', 1, 'One approver: the total is zero.'],
    ['negative-line', 1, 'One approver: a line is negative.'],
    ['below-catalogue', 1, 'One approver: a line is below the catalogue’s price.'],
    ['repeated-quote', 1, 'One approver: this quote was invoiced before.'],
  ] as const)('%s raises to %i', (flag, approvers, reason) => {
    const decision = decide({ ...given('coupon.code', 1), flags: [flag, flag] })
    expect(decision).toMatchObject({ approvers, desktopOnly: approvers === 2 })
    expect(decision.reasons).toEqual(['No approver for a coupon code: 0.01 EUR is within 100.00 EUR.', reason])
  })

  test('never lower what the band asks', () => {
    const policy = structuredClone(DEFAULT_POLICY)
    policy.rules['credit.issue'] = { bands: [{ upTo: null, approvers: 2 }] }
    expect(decide({ ...given('credit.issue', 1), flags: ['zero-total'] }, {}, policy).approvers).toBe(2)
  })
})

describe('what an action itself needs at least', () => {
  const least = (approvers: 0 | 1 | 2, isDesktopOnly: boolean): Measure => ({
    ...plain('execution.resolve'),
    least: { approvers, isDesktopOnly, why: 'that took no less' },
  })

  test('is asked for beside the policy’s own, which stays the floor', () => {
    expect(decide(least(0, false))).toMatchObject({
      approvers: 1,
      desktopOnly: false,
      reasons: [expect.stringMatching(/^One approver for /)],
    })
    expect(decide(least(2, false))).toMatchObject({
      approvers: 2,
      desktopOnly: true,
      reasons: [expect.stringMatching(/^One approver for /), 'Two approvers: that took no less.'],
    })
  })

  test('is the desktop, even for one', () => {
    expect(decide(least(1, true))).toMatchObject({ approvers: 1, desktopOnly: true })
    expect(decide(least(1, true)).reasons).toContain('One approver, on the desktop: that took no less.')
    expect(decide(least(1, false))).toMatchObject({ approvers: 1, desktopOnly: false })
  })

  test('is lowered by no policy that is kept, and raised by one', () => {
    const policy = structuredClone(DEFAULT_POLICY)
    policy.rules['execution.resolve'] = { bands: [{ upTo: null, approvers: 0 }] }
    expect(decide(least(2, true), {}, policy)).toMatchObject({ approvers: 2, desktopOnly: true })
    policy.rules['execution.resolve'] = { bands: [{ upTo: null, approvers: 2 }] }
    expect(decide(least(1, false), {}, policy)).toMatchObject({ approvers: 2, desktopOnly: true })
  })
})

test('power over policy and approvers is decided on the desktop, even by one', () => {
  expect(decide(plain('policy.change'))).toMatchObject({ approvers: 1, desktopOnly: true })
  expect(decide(plain('subscription.pause'))).toMatchObject({ approvers: 1, desktopOnly: false })
})
