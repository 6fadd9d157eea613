// Rule: who has to approve follows from the policy in force when the request is made, never from who asks. The most that
// any of these asks for counts: the band that the sum falls in (band-rules says which sum, share-rules what several
// currencies make of it), each flag, and the four budgets. A budget is compared with this gift and the sum of its own time:
// the team's 24 hours and 12 months, the agent's 24 hours and 12 months; over any of them, or in a currency that it doesn't
// name, two approve. Two-person decisions and those over policy, approvers and their keys are taken on the desktop only.
// What the action itself needs at least (resolution-rules) no policy lowers.

import { isOverPower } from '@countersign/shared/features/action-kinds'
import {
  type ApproverCount,
  BUDGETS,
  type BudgetName,
  type Flag,
  type Policy,
} from '@countersign/shared/features/policy'
import type { Money } from '@countersign/shared/money'
import {
  addUp,
  amountWords,
  type Claim,
  claimOfBand,
  claimsOfElsewhere,
  countWords,
  type Ledger,
  limitIn,
  type Measure,
  SPANS,
} from './band-rules.ts'
import { claimsOfBandShares, claimsOfBudgetShares } from './share-rules.ts'

export type { Ledger, Measure } from './band-rules.ts'

/** `used` includes this request; a negative `remaining` is over. null: the policy has no sum in this currency. */
export interface Budget {
  readonly name: BudgetName
  readonly limit: number | null
  readonly used: number
  readonly remaining: number | null
}

export interface ApproverDecision {
  readonly approvers: ApproverCount
  readonly desktopOnly: boolean
  /** Which rules spoke, each a sentence. */
  readonly reasons: string[]
  /** Empty when nothing is given away. */
  readonly budgets: Budget[]
}

const FLAG_WORDS: Record<Flag, string> = {
  forever: 'it never ends',
  'zero-total': 'the total is zero',
  'negative-line': 'a line is negative',
  'below-catalogue': 'a line is below the catalogue’s price',
  'repeated-quote': 'this quote was invoiced before',
}

const claimsOfFlags = (policy: Policy, { flags }: Measure): Claim[] =>
  [...new Set(flags)].map((flag) => {
    const approvers = policy.flags[flag]
    return { approvers, reason: `${countWords(approvers)}: ${FLAG_WORDS[flag]}.` }
  })

const budgetOf = (policy: Policy, given: Money, ledger: Ledger) => {
  return (name: BudgetName): Budget => {
    const used = addUp(given.amount, ledger[name])
    const limit = limitIn(policy.budgets[name], given.currency)
    return { name, limit, used, remaining: limit === null ? null : limit - used }
  }
}

const claimsOfBudgets = (currency: string, budgets: readonly Budget[]): Claim[] =>
  budgets.flatMap(({ name, limit, used }) => {
    if (limit !== null && used <= limit) return []
    const words = `${amountWords(used, currency)} together with ${SPANS[name]}`
    const why =
      limit === null
        ? `, and the policy has no budget in ${currency.toUpperCase()}`
        : ` is over the budget of ${amountWords(limit, currency)}`
    return [{ approvers: 2, reason: `Two approvers: ${words}${why}.` }]
  })

const claimsOfLeast = ({ least }: Measure): Claim[] => {
  if (!least || (least.approvers === 0 && !least.isDesktopOnly)) return []
  const { approvers, isDesktopOnly, why } = least
  return [{ approvers, reason: `${countWords(approvers)}${isDesktopOnly ? ', on the desktop' : ''}: ${why}.` }]
}

/** What gives nothing fills no budget; an amount that can't be compared is a gift. */
const giftOf = ({ given }: Measure): Money | null => (given && !(given.amount <= 0) ? given : null)

const claimsOfGift = (
  policy: Policy,
  gift: Money,
  { ledger, budgets }: { ledger: Ledger; budgets: readonly Budget[] },
): Claim[] => [
  ...claimsOfElsewhere(ledger),
  ...claimsOfBudgets(gift.currency, budgets),
  ...claimsOfBudgetShares(policy, gift, ledger),
]

/** How many have to approve and why, and how much of each budget is left once this is given. */
export const decideApprovers = (policy: Policy, measure: Measure, ledger: Ledger): ApproverDecision => {
  const gift = giftOf(measure)
  const budgets = gift ? BUDGETS.map(budgetOf(policy, gift, ledger)) : []
  const band = claimOfBand(policy, measure, ledger)
  const claims = [
    band,
    ...claimsOfBandShares(policy, measure, { ledger, asked: band.approvers }),
    ...claimsOfFlags(policy, measure),
    ...claimsOfLeast(measure),
    ...(gift ? claimsOfGift(policy, gift, { ledger, budgets }) : []),
  ]
  const approvers = claims.reduce<ApproverCount>((most, claim) => (claim.approvers > most ? claim.approvers : most), 0)
  return {
    approvers,
    desktopOnly: approvers === 2 || isOverPower(measure.kind) || measure.least?.isDesktopOnly === true,
    reasons: claims.map(({ reason }) => reason),
    budgets,
  }
}
