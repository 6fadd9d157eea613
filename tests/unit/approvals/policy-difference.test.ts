import { ACTION_KINDS } from '@countersign/shared/features/action-kinds'
import { DEFAULT_POLICY, type Policy } from '@countersign/shared/features/policy'
import { describe, expect, test } from 'vitest'
import { policyDifference } from '../../../server/features/approvals/policy-difference-rules.ts'

const against = (change: (policy: Policy) => void): string[] => {
  const next = structuredClone(DEFAULT_POLICY)
  change(next)
  return policyDifference(DEFAULT_POLICY, next)
}

test('equal policies differ in nothing', () => {
  expect(against(() => {})).toEqual([])
})

test('hours', () => {
  const lines = against((policy) => {
    policy.requestHours = 1
    policy.verificationHours = 4
  })
  expect(lines).toEqual([
    'A request waits at most: 72 hours becomes 1 hour.',
    'A proof of a team holds: 8 hours becomes 4 hours.',
  ])
})

test('what a year of updates costs', () => {
  const lines = against((policy) => {
    policy.updatesPercent = 35
  })
  expect(lines).toEqual(['A year of updates costs: 40 % of the license becomes 35 % of the license.'])
})

test('budgets, each currency by itself, those that come and go too', () => {
  const lines = against(({ budgets }) => {
    budgets.teamDay.eur = 30_000
    delete budgets.teamYear.jpy
    budgets.agentDay.kwd = 1
    budgets.agentYear.chf = 50
  })
  expect(lines).toEqual([
    'Budget of a team for 24 hours: 250.00 EUR becomes 300.00 EUR.',
    'Budget of a team for 12 months: 80000 JPY becomes nothing in JPY.',
    'Budget of an agent for 24 hours: 150.000 KWD becomes 0.001 KWD.',
    'Budget of an agent for 12 months: nothing in CHF becomes 0.50 CHF.',
  ])
})

describe('reasons', () => {
  test('that come, go and change', () => {
    const lines = against((policy) => {
      const [outage, ...rest] = policy.creditReasons
      policy.creditReasons = [
        { ...outage!, needsText: true },
        ...rest.slice(1),
        { id: 'goodwill', label: 'Goodwill', needsText: false },
      ]
    })
    expect(lines).toEqual([
      'Reason for a credit outage: “Outage” becomes “Outage” with words of one’s own.',
      'Reason for a credit billing-error: “Billing error” becomes not offered.',
      'Reason for a credit goodwill: not offered becomes “Goodwill”.',
    ])
  })

  test('in another order', () => {
    const lines = against((policy) => {
      policy.creditReasons = policy.creditReasons.toReversed()
    })
    expect(lines).toEqual([
      'Order of the reasons for a credit: outage, billing-error, delayed-feature, prepaid-deal, other becomes other, prepaid-deal, delayed-feature, billing-error, outage.',
    ])
  })
})

test('flags', () => {
  const lines = against(({ flags }) => {
    flags.forever = 1
    for (const flag of ['zero-total', 'negative-line', 'below-catalogue', 'repeated-quote'] as const) flags[flag] = 2
  })
  expect(lines).toEqual([
    'What never ends: two approvers becomes one approver.',
    'A total of zero: one approver becomes two approvers.',
    'A negative line: one approver becomes two approvers.',
    'A line below the catalogue’s price: one approver becomes two approvers.',
    'A quote that was invoiced before: one approver becomes two approvers.',
  ])
})

describe('bands', () => {
  test('with their currencies in order', () => {
    const lines = against(({ rules }) => {
      rules['coupon.code'] = {
        bands: [
          { upTo: { usd: 500, jpy: 700 }, approvers: 0 },
          { upTo: { usd: 600, jpy: 800 }, approvers: 1 },
          { upTo: null, approvers: 2 },
        ],
      }
    })
    expect(lines).toEqual([
      'A coupon code: no approver up to 100.00 EUR or 80.00 GBP or 15000 JPY or 30.000 KWD or 100.00 USD, one approver above becomes no approver up to 700 JPY or 5.00 USD, one approver up to 800 JPY or 6.00 USD, two approvers above.',
    ])
  })

  test('that name no currency at all', () => {
    const lines = against(({ rules }) => {
      rules['coupon.code'] = {
        bands: [
          { upTo: {}, approvers: 0 },
          { upTo: null, approvers: 1 },
        ],
      }
    })
    expect(lines[0]).toContain('becomes no approver up to nothing in any currency, one approver above.')
  })

  test.each(ACTION_KINDS)('of %s are told', (kind) => {
    const lines = against(({ rules }) => {
      rules[kind] = { bands: [{ upTo: null, approvers: 2 }] }
    })
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(/^(A|An|The) [a-z].*: .* becomes two approvers always\.$/)
  })
})
