// Rule: bands are compared with sums, so that splitting gains nothing: this gift with what the team was given in 24 hours
// and in 12 months, and with what the agent gave in 24 hours; the largest decides. An agent's 12 months would fill any band
// with honest work, so they count against the agent's budget alone. What an invoice asks for is no gift and stands alone.
// Sums of several currencies can't be added up, so a gift beside one in another currency never goes without an approver;
// share-rules says when it needs more.
// A currency that a table doesn't name, an amount that isn't a whole one and a kind without a rule are above every band.

import { ACTION_WORDS, fewestApprovers, isActionKind } from '@countersign/shared/features/action-kinds'
import type { AmountTable, ApproverCount, Band, BudgetName, Flag, Policy } from '@countersign/shared/features/policy'
import { type Money, moneyText } from '@countersign/shared/money'

export interface Measure {
  readonly kind: string
  /** The value given away; null when nothing is. */
  readonly given: Money | null
  readonly flags: readonly Flag[]
  /** What an invoice asks for, where bands go by that. */
  readonly billed?: Money | undefined
  /** What no policy goes below. */
  readonly least?: Least | undefined
}

export interface Least {
  readonly approvers: ApproverCount
  readonly isDesktopOnly: boolean
  readonly why: string
}

/** Given before, in minor units of the measure's currency, pending requests included and this one not. */
export interface Ledger extends Readonly<Record<BudgetName, number>> {
  /** What was given in other currencies, in each of the times. */
  readonly elsewhere?: readonly Elsewhere[]
}

export interface Elsewhere {
  readonly span: BudgetName
  readonly money: Money
}

/** How many have to approve, and the sentence that says why. */
export interface Claim {
  readonly approvers: ApproverCount
  readonly reason: string
}

interface Sum {
  readonly money: Money
  readonly words: string
}

export const SPANS: Record<BudgetName, string> = {
  teamDay: 'what the team was given in 24 hours',
  teamYear: 'what the team was given in 12 months',
  agentDay: 'what the agent gave in 24 hours',
  agentYear: 'what the agent gave in 12 months',
}

export const BAND_SPANS: readonly BudgetName[] = ['teamYear', 'teamDay', 'agentDay']

/** Neither side ever lowers a sum, and one that can't be counted exactly is larger than any. */
export const addUp = (given: number, before: number): number => {
  const sum = Math.max(given, 0) + Math.max(before, 0)
  return Number.isSafeInteger(sum) ? sum : Number.POSITIVE_INFINITY
}

export const limitIn = (table: AmountTable, currency: string): number | null =>
  Object.hasOwn(table, currency) ? (table[currency] ?? null) : null

export const amountWords = (amount: number, currency: string): string =>
  Number.isFinite(amount) ? moneyText({ amount, currency }) : `an uncountable sum of ${currency.toUpperCase()}`

export const countWords = (approvers: ApproverCount): string =>
  ({ 0: 'No approver', 1: 'One approver', 2: 'Two approvers' })[approvers]

const alone = ({ amount, currency }: Money): Sum => ({ money: { amount: addUp(amount, 0), currency }, words: '' })

/** The first of the largest: what was given before is only named when it changes the sum. */
const largestSum = (given: Money, ledger: Ledger): Sum =>
  BAND_SPANS.reduce<Sum>((best, span) => {
    const amount = addUp(given.amount, ledger[span])
    if (amount <= best.money.amount) return best
    return { money: { amount, currency: given.currency }, words: ` together with ${SPANS[span]}` }
  }, alone(given))

const measuredOf = ({ given, billed }: Measure, ledger: Ledger): Sum | null => {
  if (billed) return alone(billed)
  return given ? largestSum(given, ledger) : null
}

const isWithin = (sum: Sum | null, { upTo }: Band): boolean => {
  if (upTo === null) return true
  const limit = sum && limitIn(upTo, sum.money.currency)
  return sum !== null && limit !== null && sum.money.amount <= limit
}

/** Where the sum stands among the bands, in words; `at` is the band that holds it. */
const placeWords = (bands: readonly Band[], at: number, sum: Sum | null): string => {
  if (bands.length === 1) return 'whatever the amount'
  if (!sum) return 'there is no amount to compare with the policy, so it counts as above every band'
  const { amount, currency } = sum.money
  const words = `${amountWords(amount, currency)}${sum.words}`
  const limitOf = (band: Band | undefined) => (band?.upTo ? limitIn(band.upTo, currency) : null)
  const within = limitOf(bands[at])
  if (within !== null) return `${words} is within ${amountWords(within, currency)}`
  const below = limitOf(bands[at - 1])
  if (below !== null) return `${words} is above ${amountWords(below, currency)}`
  return `the policy’s bands name no ${currency.toUpperCase()}, so ${words} counts as above every band`
}

/** What the bands of the measure's kind ask for. */
export const claimOfBand = (policy: Policy, measure: Measure, ledger: Ledger): Claim => {
  const { kind } = measure
  if (!isActionKind(kind)) return { approvers: 2, reason: `Two approvers: the policy has no rule for “${kind}”.` }
  const { bands } = policy.rules[kind]
  const sum = measuredOf(measure, ledger)
  const at = bands.findIndex((band) => isWithin(sum, band))
  const asked = bands[at]?.approvers ?? 2
  const approvers = asked === 0 ? fewestApprovers(kind) : asked
  return { approvers, reason: `${countWords(approvers)} for ${ACTION_WORDS[kind]}: ${placeWords(bands, at, sum)}.` }
}

/** A team's 24 hours are within its 12 months; an agent's 12 months don't fill bands. */
const TOLD_SPANS: ReadonlySet<BudgetName> = new Set<BudgetName>(['teamYear', 'agentDay'])

/** Shares of limits aren't worth, and a currency without a limit has none: somebody looks at it in any case. */
export const claimsOfElsewhere = ({ elsewhere = [] }: Ledger): Claim[] =>
  elsewhere
    .filter(({ span }) => TOLD_SPANS.has(span))
    .map(({ span, money: { amount, currency } }) => ({
      approvers: 1,
      reason: `One approver: ${SPANS[span]} includes ${amountWords(amount, currency)}, another currency that can’t be added up with this one.`,
    }))
