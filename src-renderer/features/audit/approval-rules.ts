// Rule: what an entry about a request says beside its sentence, in words: what was asked for, for whom, how much, and how it
// ended. What isn't there, or isn't of that form, is left to the text of the details.

import { ACTION_WORDS, isActionKind } from '@countersign/shared/features/action-kinds'
import { type Outcome, outcomeSchema } from '@countersign/shared/features/approvals'
import { moneySchema } from '@countersign/shared/money'
import { moneyText } from '../../lib/money.ts'
import { audit } from '../../messages/audit.ts'

const words = audit.approval

export interface ApprovalFact {
  readonly label: string
  readonly text: string
}

const outcomeText = (outcome: Outcome): string => {
  if (outcome.kind === 'done')
    return outcome.surprises.length === 0 ? words.outcomes.done : words.outcomes.surprised(outcome.surprises.length)
  if (outcome.kind === 'stale')
    return outcome.differences.map(({ what, was, now }) => words.outcomes.moved(what, was, now)).join(' ')
  if (outcome.kind === 'refused') return outcome.text
  if (outcome.kind === 'void') return words.outcomes.void
  return words.outcomes.money(outcome.text, outcome.hasMoneyMoved)
}

const textOf = (label: string, value: unknown): readonly ApprovalFact[] =>
  typeof value === 'string' || typeof value === 'number' ? [{ label, text: String(value) }] : []

const amountOf = (value: unknown): readonly ApprovalFact[] => {
  const { data } = moneySchema.safeParse(value)
  return data ? [{ label: words.given, text: moneyText(data) }] : []
}

const kindOf = (value: unknown): readonly ApprovalFact[] =>
  typeof value === 'string' ? [{ label: words.kind, text: isActionKind(value) ? ACTION_WORDS[value] : value }] : []

const outcomeOf = (value: unknown): readonly ApprovalFact[] => {
  const { data } = outcomeSchema.safeParse(value)
  return data ? [{ label: words.ended, text: outcomeText(data) }] : []
}

/** Empty for an entry that isn't about a request. */
export const approvalFacts = (action: string, details: Readonly<Record<string, unknown>>): readonly ApprovalFact[] => {
  if (!action.startsWith('approval.')) return []
  return [
    ...kindOf(details['kind']),
    ...amountOf(details['given']),
    ...textOf(words.team, details['team']),
    ...textOf(words.customer, details['customer']),
    ...textOf(words.approvers, details['approversNeeded']),
    ...textOf(words.policy, details['policyVersion']),
    ...outcomeOf(details['outcome']),
  ]
}
