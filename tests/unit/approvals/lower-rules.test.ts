import * as fc from 'fast-check'
import { DEFAULT_POLICY } from '@countersign/shared/features/policy'
import { describe, expect, test } from 'vitest'
import { findLower } from '../../../server/features/approvals/lower-rules.ts'
import { decideApprovers } from '../../../server/features/approvals/policy-rules.ts'

const eur = (amount: number) => ({ amount, currency: 'eur' })
const credit = (amount: number) => ({ kind: 'credit.issue', given: eur(amount), flags: [] })
const before = (teamYear: number, teamDay = 0) => ({ teamDay, teamYear, agentDay: 0, agentYear: 0 })

describe('the largest sum that fewer would sign', () => {
  test('is what the budget has left: 500.00 a year less 252.00 given is 248.00', () => {
    // 250.00 a day would hold it.
    expect(findLower(DEFAULT_POLICY, credit(24_900), before(25_200))).toEqual({ amount: eur(24_800), approvers: 1 })
  })

  test('is the tightest of several budgets: of a day’s 250.00, 200.00 are gone', () => {
    expect(findLower(DEFAULT_POLICY, credit(24_900), before(25_200, 20_000))?.amount).toEqual(eur(5_000))
  })

  test('is none where one signs already', () => {
    expect(findLower(DEFAULT_POLICY, credit(4_000), before(0))).toBeNull()
  })

  test('is none where the budget is used up', () => {
    expect(findLower(DEFAULT_POLICY, credit(4_000), before(50_000))).toBeNull()
  })

  test('is none in a currency that no budget names', () => {
    const chf = { ...credit(0), given: { amount: 4_000, currency: 'chf' } }
    expect(findLower(DEFAULT_POLICY, chf, before(0))).toBeNull()
  })

  test('is none where nothing is given', () => {
    expect(findLower(DEFAULT_POLICY, { ...credit(0), given: null }, before(0))).toBeNull()
  })

  test('is always the last before more have to sign', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 90_000 }), fc.integer({ min: 0, max: 60_000 }), (amount, given) => {
        const signersOf = (sum: number) => decideApprovers(DEFAULT_POLICY, credit(sum), before(given)).approvers
        const lower = findLower(DEFAULT_POLICY, credit(amount), before(given))
        if (!lower) return signersOf(1) === signersOf(amount)
        return (
          signersOf(lower.amount.amount) < signersOf(amount) && signersOf(lower.amount.amount + 1) === signersOf(amount)
        )
      }),
    )
  })
})
