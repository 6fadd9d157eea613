// Rule: who approves a change of the policy reads every difference as a sentence of its own; what is equal isn't told.

import { ACTION_KINDS, ACTION_WORDS } from '@countersign/shared/features/action-kinds'
import {
  type AmountTable,
  type Band,
  BUDGETS,
  type BudgetName,
  type CreditReason,
  FLAGS,
  type Flag,
  type Policy,
} from '@countersign/shared/features/policy'
import { moneyText } from '@countersign/shared/money'

const changed = (what: string, was: string, now: string): string[] =>
  was === now ? [] : [`${what}: ${was} becomes ${now}.`]

const currenciesOf = (...tables: readonly AmountTable[]): string[] =>
  [...new Set(tables.flatMap((table) => Object.keys(table)))].toSorted()

const amountIn = (table: AmountTable, currency: string): string => {
  const amount = table[currency]
  return amount === undefined ? `nothing in ${currency.toUpperCase()}` : moneyText({ amount, currency })
}

const BUDGET_WORDS: Record<BudgetName, string> = {
  teamDay: 'Budget of a team for 24 hours',
  teamYear: 'Budget of a team for 12 months',
  agentDay: 'Budget of an agent for 24 hours',
  agentYear: 'Budget of an agent for 12 months',
}

const budgetLines = (old: Policy, next: Policy): string[] =>
  BUDGETS.flatMap((name) => {
    const was = old.budgets[name]
    const now = next.budgets[name]
    const lines = currenciesOf(was, now).flatMap((currency) =>
      changed(BUDGET_WORDS[name], amountIn(was, currency), amountIn(now, currency)),
    )
    return lines
  })

const needs = (approvers: number): string =>
  ['no approver', 'one approver', 'two approvers'][approvers] ?? 'no approver'

const bandText = ({ upTo, approvers }: Band): string => {
  if (upTo === null) return `${needs(approvers)} above`
  const sums = currenciesOf(upTo).map((currency) => amountIn(upTo, currency))
  return `${needs(approvers)} up to ${sums.join(' or ') || 'nothing in any currency'}`
}

const bandsText = (bands: readonly Band[]): string => {
  const [only] = bands
  if (bands.length === 1 && only?.upTo === null) return `${needs(only.approvers)} always`
  return bands.map(bandText).join(', ')
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)

const ruleLines = (old: Policy, next: Policy): string[] =>
  ACTION_KINDS.flatMap((kind) =>
    changed(capital(ACTION_WORDS[kind]), bandsText(old.rules[kind].bands), bandsText(next.rules[kind].bands)),
  )

const FLAG_WORDS: Record<Flag, string> = {
  forever: 'What never ends',
  'zero-total': 'A total of zero',
  'negative-line': 'A negative line',
  'below-catalogue': 'A line below the catalogue’s price',
  'repeated-quote': 'A quote that was invoiced before',
}

const flagLines = (old: Policy, next: Policy): string[] =>
  FLAGS.flatMap((flag) => changed(FLAG_WORDS[flag], needs(old.flags[flag]), needs(next.flags[flag])))

const reasonText = (reason: CreditReason | undefined): string => {
  if (!reason) return 'not offered'
  return `“${reason.label}”${reason.needsText ? ' with words of one’s own' : ''}`
}

const reasonLines = (old: Policy, next: Policy): string[] => {
  const find = (policy: Policy, id: string) => policy.creditReasons.find((reason) => reason.id === id)
  const ids = [...new Set([...old.creditReasons, ...next.creditReasons].map(({ id }) => id))]
  const lines = ids.flatMap((id) =>
    changed(`Reason for a credit ${id}`, reasonText(find(old, id)), reasonText(find(next, id))),
  )
  const kept = ids.filter((id) => find(old, id) && find(next, id))
  const order = ({ creditReasons }: Policy) =>
    creditReasons.flatMap(({ id }) => (kept.includes(id) ? [id] : [])).join(', ')
  return [...lines, ...changed('Order of the reasons for a credit', order(old), order(next))]
}

const hours = (count: number): string => `${count} ${count === 1 ? 'hour' : 'hours'}`

const percent = (count: number): string => `${count} % of the license`

/** Every difference in words, in the order of the document; empty when both say the same. */
export const policyDifference = (old: Policy, next: Policy): string[] => [
  ...changed('A request waits at most', hours(old.requestHours), hours(next.requestHours)),
  ...changed('A proof of a team holds', hours(old.verificationHours), hours(next.verificationHours)),
  ...changed('A year of updates costs', percent(old.updatesPercent), percent(next.updatesPercent)),
  ...reasonLines(old, next),
  ...budgetLines(old, next),
  ...flagLines(old, next),
  ...ruleLines(old, next),
]
