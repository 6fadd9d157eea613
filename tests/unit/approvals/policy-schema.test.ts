import {
  ACTION_KINDS,
  fewestApprovers,
  isActionKind,
  isOverPower,
  LATE_KINDS,
} from '@countersign/shared/features/action-kinds'
import { DEFAULT_POLICY, keptPolicySchema, type Policy, policySchema } from '@countersign/shared/features/policy'
import { moneyText } from '@countersign/shared/money'
import { describe, expect, test } from 'vitest'

const changed = (change: (policy: Policy) => void): boolean => {
  const policy = structuredClone(DEFAULT_POLICY)
  change(policy)
  return policySchema.safeParse(policy).success
}

describe('a policy', () => {
  test('to start with is valid and needs an approver for every credit', () => {
    expect(policySchema.parse(DEFAULT_POLICY)).toEqual(DEFAULT_POLICY)
    expect(DEFAULT_POLICY.rules['credit.issue'].bands.map(({ approvers }) => approvers)).toEqual([1])
  })

  test.each(ACTION_KINDS.filter((kind) => fewestApprovers(kind) === 1))('can’t let %s go unapproved', (kind) => {
    const isAccepted = changed((policy) => {
      policy.rules[kind] = {
        bands: [
          { upTo: { eur: 100 }, approvers: 0 },
          { upTo: null, approvers: 1 },
        ],
      }
    })
    expect(isAccepted).toBe(false)
  })

  test('frees only small coupons bound to their team and small invoices', () => {
    expect(ACTION_KINDS.filter((kind) => fewestApprovers(kind) === 0)).toEqual(['coupon.code', 'invoice.send'])
  })

  test('has a rule for every kind and for no other', () => {
    expect(changed((policy) => Reflect.deleteProperty(policy.rules, 'credit.issue'))).toBe(false)
    expect(changed((policy) => Object.assign(policy.rules, { 'coupon.free': { bands: [] } }))).toBe(false)
    expect(isActionKind('credit.issue')).toBe(true)
    expect(isActionKind('credit.free')).toBe(false)
  })

  test('kept before a kind was known lets one approver decide it, and names every other itself', () => {
    const kept = structuredClone(DEFAULT_POLICY)
    for (const kind of LATE_KINDS) Reflect.deleteProperty(kept.rules, kind)
    expect(policySchema.safeParse(kept).success).toBe(false)
    const { rules } = keptPolicySchema.parse(kept)
    for (const kind of LATE_KINDS) expect(rules[kind]).toEqual({ bands: [{ upTo: null, approvers: 1 }] })
    Reflect.deleteProperty(kept.rules, 'credit.issue')
    expect(keptPolicySchema.safeParse(kept).success).toBe(false)
    for (const nothing of [null, 'policy', {}]) expect(keptPolicySchema.safeParse(nothing).success).toBe(false)
  })

  test('that names a late kind itself is kept as it is', () => {
    const kept = structuredClone(DEFAULT_POLICY)
    for (const kind of LATE_KINDS) kept.rules[kind] = { bands: [{ upTo: null, approvers: 2 }] }
    expect(keptPolicySchema.parse(kept)).toEqual(kept)
  })

  test('can’t let what is for ever, at zero, negative or below the catalogue go unapproved', () => {
    for (const flag of Object.keys(DEFAULT_POLICY.flags)) {
      expect(changed((policy) => Object.assign(policy.flags, { [flag]: 0 }))).toBe(false)
    }
  })

  test('names each reason once', () => {
    const [first] = DEFAULT_POLICY.creditReasons
    expect(changed((policy) => policy.creditReasons.push(first!))).toBe(false)
  })
})

describe('bands', () => {
  const bands = (...rows: Policy['rules']['coupon.code']['bands']) =>
    changed((policy) => {
      policy.rules['coupon.code'] = { bands: rows }
    })

  test('rise to one without an end', () => {
    const last = { upTo: null, approvers: 2 as const }
    expect(bands({ upTo: { eur: 1, kwd: 2 }, approvers: 0 }, { upTo: { eur: 2, kwd: 3 }, approvers: 1 }, last)).toBe(
      true,
    )
    expect(bands({ upTo: { eur: 1 }, approvers: 0 })).toBe(false)
    expect(bands()).toBe(false)
    expect(bands(last, last)).toBe(false)
  })

  test('never fall: not in the amount of any currency, not in the approvers', () => {
    const last = { upTo: null, approvers: 2 as const }
    expect(bands({ upTo: { eur: 1, kwd: 3 }, approvers: 0 }, { upTo: { eur: 2, kwd: 3 }, approvers: 1 }, last)).toBe(
      false,
    )
    expect(bands({ upTo: { eur: 1 }, approvers: 1 }, { upTo: { eur: 2 }, approvers: 0 }, last)).toBe(false)
  })

  test('all name the same currencies', () => {
    const last = { upTo: null, approvers: 2 as const }
    expect(bands({ upTo: { eur: 1 }, approvers: 0 }, { upTo: { eur: 2, kwd: 3 }, approvers: 1 }, last)).toBe(false)
    expect(bands({ upTo: { eur: 1, kwd: 2 }, approvers: 0 }, { upTo: { eur: 2 }, approvers: 1 }, last)).toBe(false)
  })
})

test('power over policy, approvers and their keys is told from the rest', () => {
  expect(ACTION_KINDS.filter((kind) => isOverPower(kind))).toEqual([
    'policy.change',
    'staff.appoint-approver',
    'staff.restore-approver',
    'approver-key.enrol',
    'approver-key.reset',
    'second-factor.reset',
  ])
})

test.each([
  [{ amount: -120_000, currency: 'usd' }, '-1200.00 USD'],
  [{ amount: 5, currency: 'eur' }, '0.05 EUR'],
  [{ amount: 500, currency: 'jpy' }, '500 JPY'],
  [{ amount: 1_234_567, currency: 'kwd' }, '1234.567 KWD'],
  [{ amount: Number.MAX_SAFE_INTEGER, currency: 'eur' }, '90071992547409.91 EUR'],
])('money in words: %o', (money, text) => {
  expect(moneyText(money)).toBe(text)
})
