// Rule: whoever asks for a gift is told the largest smaller sum for which fewer approvers would sign. A smaller sum never
// asks for more of them, so it is found by halving.

import type { Lower } from '@countersign/shared/features/approvals'
import type { Policy } from '@countersign/shared/features/policy'
import { decideApprovers, type Ledger, type Measure } from './policy-rules.ts'

/** null: no smaller sum asks for fewer. */
export const findLower = (policy: Policy, measure: Measure, ledger: Ledger): Lower | null => {
  const { given } = measure
  if (!given || !(given.amount > 1)) return null
  const approversFor = (amount: number) =>
    decideApprovers(policy, { ...measure, given: { ...given, amount } }, ledger).approvers
  const now = approversFor(given.amount)
  if (approversFor(1) >= now) return null
  let fewer = 1
  let asMany = given.amount
  while (asMany - fewer > 1) {
    const between = fewer + Math.floor((asMany - fewer) / 2)
    if (approversFor(between) < now) fewer = between
    else asMany = between
  }
  return { amount: { ...given, amount: fewer }, approvers: approversFor(fewer) }
}
