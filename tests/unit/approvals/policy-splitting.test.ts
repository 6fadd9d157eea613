import { ACTION_KINDS } from '@countersign/shared/features/action-kinds'
import { BUDGETS, DEFAULT_POLICY, FLAGS } from '@countersign/shared/features/policy'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decideApprovers, type Ledger, type Measure } from '../../../server/features/approvals/policy-rules.ts'

const NOTHING: Ledger = { teamDay: 0, teamYear: 0, agentDay: 0, agentYear: 0 }
const CURRENCIES = ['usd', 'eur', 'gbp', 'jpy', 'kwd', 'huf', 'clp']

const measures: fc.Arbitrary<Measure> = fc.record({
  kind: fc.constantFrom(...ACTION_KINDS),
  given: fc.record({ amount: fc.integer({ min: 0, max: 3_000_000 }), currency: fc.constantFrom(...CURRENCIES) }),
  flags: fc.subarray([...FLAGS]),
})
const sums = fc.integer({ min: 0, max: 2_000_000 })
const ledgers: fc.Arbitrary<Ledger> = fc.record({ teamDay: sums, teamYear: sums, agentDay: sums, agentYear: sums })
const approversOf = (measure: Measure, ledger: Ledger) => decideApprovers(DEFAULT_POLICY, measure, ledger).approvers

describe('splitting gains nothing', () => {
  test('the last part of a split gift is approved like the whole', () => {
    fc.assert(
      fc.property(measures, fc.double({ min: 0, max: 1, noNaN: true }), (whole, share) => {
        const amount = whole.given?.amount ?? 0
        const currency = whole.given?.currency ?? 'eur'
        const first = Math.floor((amount - 1) * share)
        fc.pre(amount >= 2 && first >= 1)
        const before: Ledger = { teamDay: first, teamYear: first, agentDay: first, agentYear: first }
        const rest: Measure = { ...whole, given: { amount: amount - first, currency } }
        expect(approversOf(rest, before)).toBe(approversOf(whole, NOTHING))
      }),
    )
  })

  test('more given before never asks for fewer', () => {
    fc.assert(
      fc.property(measures, ledgers, fc.constantFrom(...BUDGETS), sums, (measure, ledger, name, more) => {
        const fuller = { ...ledger, [name]: ledger[name] + more }
        expect(approversOf(measure, fuller)).toBeGreaterThanOrEqual(approversOf(measure, ledger))
      }),
    )
  })
})

test('a budget that is told as kept was kept, and one that is over brings two', () => {
  fc.assert(
    fc.property(measures, ledgers, (measure, ledger) => {
      const { approvers, budgets } = decideApprovers(DEFAULT_POLICY, measure, ledger)
      const isOver = budgets.some(({ remaining }) => remaining === null || remaining < 0)
      if (isOver) expect(approvers).toBe(2)
      for (const { limit, used, remaining } of budgets) expect(remaining).toBe(limit === null ? null : limit - used)
    }),
  )
})

test('nothing but a coupon code and an invoice ever goes without an approver', () => {
  fc.assert(
    fc.property(measures, ledgers, (measure, ledger) => {
      fc.pre(measure.kind !== 'coupon.code' && measure.kind !== 'invoice.send')
      expect(approversOf(measure, ledger)).toBeGreaterThanOrEqual(1)
    }),
  )
})
