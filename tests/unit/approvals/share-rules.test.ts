import { type BudgetName, BUDGETS, DEFAULT_POLICY, type Policy } from '@countersign/shared/features/policy'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decideApprovers, type Ledger, type Measure } from '../../../server/features/approvals/policy-rules.ts'

const NOTHING: Ledger = { teamDay: 0, teamYear: 0, agentDay: 0, agentYear: 0 }
const code = (amount: number, currency = 'eur'): Measure => ({
  kind: 'coupon.code',
  given: { amount, currency },
  flags: [],
})
const before = (span: BudgetName, ...sums: ReadonlyArray<readonly [amount: number, currency: string]>): Ledger => ({
  ...NOTHING,
  elsewhere: sums.map(([amount, currency]) => ({ span, money: { amount, currency } })),
})

/** One approver up to 100.00 EUR, 90.00 USD or 10000 JPY, two above. */
const policy: Policy = structuredClone(DEFAULT_POLICY)
policy.rules['coupon.code'] = {
  bands: [
    { upTo: { eur: 10_000, usd: 9_000, jpy: 10_000 }, approvers: 1 },
    { upTo: null, approvers: 2 },
  ],
}
const decide = (measure: Measure, ledger: Ledger) => decideApprovers(policy, measure, ledger)

describe('a band', () => {
  test('is filled by the shares of each currency, to the whole and not a cent more', () => {
    // 60 of 100 and 36 of 90: 0.6 + 0.4 = 1.
    expect(decide(code(6_000), before('teamYear', [3_600, 'usd'])).approvers).toBe(1)
    const over = decide(code(6_001), before('teamYear', [3_600, 'usd']))
    expect(over.approvers).toBe(2)
    expect(over.reasons).toContain(
      'Two approvers: with what the team was given in 12 months, 60.01 EUR of 100.00 EUR and 36.00 USD of 90.00 USD are together more than a band holds.',
    )
    expect(decide(code(6_000), before('teamYear', [3_601, 'usd'])).approvers).toBe(2)
  })

  test('is filled by three currencies, and by what the team was given in the gift’s own', () => {
    // 0.3 + 0.3 (27 of 90) + 0.4 (4000 of 10000).
    expect(decide(code(3_000), before('teamYear', [2_700, 'usd'], [4_000, 'jpy'])).approvers).toBe(1)
    expect(decide(code(3_000), before('teamYear', [2_700, 'usd'], [4_001, 'jpy'])).approvers).toBe(2)
    const own = { ...before('teamYear', [2_700, 'usd']), teamYear: 4_001 }
    expect(decide(code(3_000), own).approvers).toBe(2)
  })

  test('goes by each time of its own: a team’s months don’t add up with an agent’s day', () => {
    const ledger: Ledger = { ...before('teamYear', [3_600, 'usd']), agentDay: 4_000 }
    expect(decide(code(6_000), ledger).approvers).toBe(1)
    expect(decide(code(6_000), before('agentDay', [3_601, 'usd'])).approvers).toBe(2)
    expect(decide(code(6_000), before('agentYear', [1_000_000, 'usd'])).approvers).toBe(1)
  })

  test('tells thirds exactly', () => {
    const thirds = structuredClone(policy)
    thirds.rules['coupon.code'].bands[0] = { upTo: { eur: 3, usd: 30_000, jpy: 3_000_000 }, approvers: 1 }
    // Wide enough to leave it to the band.
    thirds.budgets.teamYear = { eur: 1_000, usd: 10_000_000, jpy: 1_000_000_000 }
    const ask = (yen: number) =>
      decideApprovers(thirds, code(1), before('teamYear', [10_000, 'usd'], [yen, 'jpy'])).approvers
    expect([ask(1_000_000), ask(1_000_001)]).toEqual([1, 2])
  })
})

describe('a budget', () => {
  // The default: a team 250.00 EUR, 250.00 USD or 200.00 GBP in 24 hours; a credit has one approver.
  const credit: Measure = { kind: 'credit.issue', given: { amount: 10_000, currency: 'eur' }, flags: [] }

  test('that is kept in each currency may be used up over all of them', () => {
    // 100 of 250, 75 of 250 and 60 of 200: 0.4 + 0.3 + 0.3 = 1.
    expect(decide(credit, before('teamDay', [7_500, 'usd'], [6_000, 'gbp'])).approvers).toBe(1)
    const over = decide(credit, before('teamDay', [7_500, 'usd'], [6_001, 'gbp']))
    expect(over).toMatchObject({ approvers: 2, desktopOnly: true })
    expect(over.reasons).toContain(
      'Two approvers: with what the team was given in 24 hours, 100.00 EUR of 250.00 EUR and 75.00 USD of 250.00 USD and 60.01 GBP of 200.00 GBP are together more than a budget holds.',
    )
  })

  test('of an agent’s 12 months is one of its own, and no reason for an approver by itself', () => {
    // 15000.00 EUR and 15000.00 USD: 100.00 and 14900.00 are the whole.
    expect(decide(credit, before('agentYear', [1_490_000, 'usd']))).toMatchObject({
      approvers: 1,
      reasons: ['One approver for a credit: whatever the amount.'],
    })
    expect(decide(credit, before('agentYear', [1_490_001, 'usd'])).approvers).toBe(2)
  })

  test('of nothing is passed by anything', () => {
    const none = structuredClone(policy)
    none.budgets.teamDay = { eur: 25_000, usd: 0, gbp: 0 }
    expect(decideApprovers(none, credit, before('teamDay', [1, 'usd'], [1, 'gbp'])).approvers).toBe(2)
    expect(decideApprovers(none, credit, before('teamDay', [1, 'usd'])).approvers).toBe(2)
    expect(decideApprovers(none, credit, before('teamDay', [0, 'usd'])).approvers).toBe(1)
  })
})

describe('a currency without a limit', () => {
  test('has no share; somebody looks at it, as at any other currency', () => {
    expect(decideApprovers(DEFAULT_POLICY, code(1), before('teamYear', [9_999_999, 'huf'])).approvers).toBe(1)
    expect(decideApprovers(DEFAULT_POLICY, code(1), before('teamYear', [1, 'usd'])).approvers).toBe(1)
    expect(decideApprovers(DEFAULT_POLICY, code(1), NOTHING).approvers).toBe(0)
  })

  test('as the gift’s own is above every band and over every budget', () => {
    expect(decide(code(1, 'huf'), before('teamYear', [1, 'usd'])).approvers).toBe(2)
  })
})

describe('each reason is told once', () => {
  const together = ({ reasons }: { readonly reasons: readonly string[] }) =>
    reasons.filter((reason) => reason.includes(' are together more than '))

  test('a band’s, by the time that asks for the most', () => {
    const steps = structuredClone(policy)
    steps.rules['coupon.code'] = {
      bands: [
        { upTo: { eur: 100, usd: 100 }, approvers: 0 },
        { upTo: { eur: 200, usd: 200 }, approvers: 1 },
        { upTo: null, approvers: 2 },
      ],
    }
    // Of the team’s 12 months 0.5 + 0.6 of the first band, of the agent’s 24 hours 0.25 + 0.8 of the second.
    const ledger: Ledger = {
      ...NOTHING,
      elsewhere: [
        { span: 'teamYear', money: { amount: 60, currency: 'usd' } },
        { span: 'agentDay', money: { amount: 160, currency: 'usd' } },
      ],
    }
    expect(together(decideApprovers(steps, code(50), ledger))).toEqual([
      'Two approvers: with what the agent gave in 24 hours, 0.50 EUR of 2.00 EUR and 1.60 USD of 2.00 USD are together more than a band holds.',
    ])
  })

  test('a budget’s that is over in the gift’s own currency, or doesn’t name it, as just that', () => {
    const spent = before('teamDay', [25_001, 'usd'])
    const credit = (amount: number, currency: string): Measure => ({
      kind: 'credit.issue',
      given: { amount, currency },
      flags: [],
    })
    expect(together(decide(credit(25_001, 'eur'), spent))).toEqual([])
    expect(together(decide(credit(1, 'huf'), spent))).toEqual([])
    expect(together(decide(credit(1, 'eur'), spent))).toHaveLength(1)
  })
})

test('a sum that can’t be counted exactly is larger than any share', () => {
  expect(decide(code(1), before('teamYear', [2 ** 60, 'usd'])).approvers).toBe(2)
})

test('what an invoice asks for has no share in what was given', () => {
  const bill: Measure = {
    kind: 'invoice.send',
    given: null,
    billed: { amount: 1_000_000, currency: 'eur' },
    flags: [],
  }
  expect(decide(bill, before('teamYear', [1_000_000, 'usd'])).approvers).toBe(0)
})

describe('splitting a gift over currencies gains nothing', () => {
  /** How many of a currency's minor units make one of the yardstick's, in every limit alike. */
  const RATES: Readonly<Record<string, number>> = { eur: 1, usd: 2, jpy: 3, kwd: 7, gbp: 5 }
  const CURRENCIES = Object.keys(RATES)
  const inEach = (limit: number) => Object.fromEntries(CURRENCIES.map((one) => [one, limit * (RATES[one] ?? 0)]))
  const limits = fc.integer({ min: 1, max: 5_000 })
  const policies: fc.Arbitrary<Policy> = fc
    .record({ low: limits, more: limits, budgets: fc.tuple(limits, limits, limits, limits) })
    .map(({ low, more, budgets: [teamDay, teamYear, agentDay, agentYear] }) => ({
      ...DEFAULT_POLICY,
      budgets: {
        teamDay: inEach(teamDay),
        teamYear: inEach(teamYear),
        agentDay: inEach(agentDay),
        agentYear: inEach(agentYear),
      },
      rules: {
        ...DEFAULT_POLICY.rules,
        'coupon.code': {
          bands: [
            { upTo: inEach(low), approvers: 0 },
            { upTo: inEach(low + more), approvers: 1 },
            { upTo: null, approvers: 2 },
          ],
        },
      },
    }))
  /** Amounts of the yardstick, each given in a currency at a time. */
  const part = fc.record({
    amount: fc.integer({ min: 1, max: 2_000 }),
    currency: fc.constantFrom(...CURRENCIES),
    span: fc.constantFrom(...BUDGETS),
  })
  const gift = fc.record({ amount: fc.integer({ min: 1, max: 2_000 }), currency: fc.constantFrom(...CURRENCIES) })

  const inCurrency = (amount: number, currency: string) => amount * (RATES[currency] ?? 0)
  const ledgerOf = (currency: string, parts: ReadonlyArray<{ amount: number; currency: string; span: BudgetName }>) => {
    const sumOf = (span: BudgetName, one: string) =>
      parts.reduce(
        (sum, part) => (part.span === span && part.currency === one ? sum + inCurrency(part.amount, one) : sum),
        0,
      )
    const own = Object.fromEntries(BUDGETS.map((span) => [span, sumOf(span, currency)]))
    const elsewhere = BUDGETS.flatMap((span) =>
      CURRENCIES.filter((one) => one !== currency && sumOf(span, one) > 0).map((one) => ({
        span,
        money: { amount: sumOf(span, one), currency: one },
      })),
    )
    return { ...NOTHING, ...own, elsewhere }
  }

  test('it needs just as many approvers as the same shares in one currency, and one where several are met', () => {
    fc.assert(
      fc.property(policies, gift, fc.array(part, { maxLength: 8 }), (some, { amount, currency }, parts) => {
        const split = ledgerOf(currency, parts)
        const whole = ledgerOf(
          'eur',
          parts.map((one) => ({ ...one, currency: 'eur' })),
        )
        const asOne = decideApprovers(some, code(amount), whole).approvers
        const isMet = split.elsewhere.some(({ span }) => span === 'teamYear' || span === 'agentDay')
        expect(decideApprovers(some, code(inCurrency(amount, currency), currency), split).approvers).toBe(
          Math.max(asOne, isMet ? 1 : 0),
        )
      }),
      { numRuns: 500 },
    )
  })

  test('more given in another currency never asks for fewer', () => {
    const more = fc.integer({ min: 1, max: 5_000 })
    fc.assert(
      fc.property(policies, gift, part, more, (some, { amount, currency }, one, on) => {
        const ask = (given: number) =>
          decideApprovers(some, code(amount, currency), before(one.span, [given, one.currency])).approvers
        fc.pre(one.currency !== currency)
        expect(ask(one.amount + on)).toBeGreaterThanOrEqual(ask(one.amount))
      }),
    )
  })
})
