// Rule: whoever asks sees before sending which rule applies, who has to approve, and what is left of each budget.

import type { ApprovalNeed } from '@countersign/shared/features/approvals'
import type { Money } from '@countersign/shared/money'
import type { ApproverDecision } from './policy-rules.ts'

/** A budget that the policy doesn't name in this currency is told by its rule, not as a sum. */
export const describeNeed = (decision: ApproverDecision, given: Money | null): ApprovalNeed => ({
  approvers: decision.approvers,
  isDesktopOnly: decision.desktopOnly,
  rules: decision.reasons,
  budgets: decision.budgets.flatMap(({ name, limit, used, remaining }) => {
    if (given === null || limit === null || remaining === null) return []
    const money = (amount: number) => ({ amount, currency: given.currency })
    return [{ name, limit: money(limit), used: money(used), remaining: money(remaining) }]
  }),
})
