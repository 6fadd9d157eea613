// Rule: amounts of several currencies are neither converted nor added up; the share that each has of its own currency's
// limit is. 60.00 of 100.00 EUR and 45.00 of 90.00 USD are more than one whole, so a limit that is filled in part in each
// of several currencies is passed like one that is filled in a single currency. Exact, without rounding. A currency that
// the limit doesn't name has no share in it: band-rules says what such a gift asks for.

import { isActionKind } from '@countersign/shared/features/action-kinds'
import {
  type AmountTable,
  type ApproverCount,
  BUDGETS,
  type BudgetName,
  type Policy,
} from '@countersign/shared/features/policy'
import type { Money } from '@countersign/shared/money'
import {
  addUp,
  amountWords,
  BAND_SPANS,
  type Claim,
  countWords,
  type Ledger,
  limitIn,
  type Measure,
  SPANS,
} from './band-rules.ts'

interface Share {
  readonly money: Money
  readonly limit: number
}

/** The gift with what was given before it in that time, in each currency that the limit names. */
const sharesOf = (
  table: AmountTable,
  given: Money,
  { ledger, span }: { ledger: Ledger; span: BudgetName },
): Share[] => {
  const own = { amount: addUp(given.amount, ledger[span]), currency: given.currency }
  const others = (ledger.elsewhere ?? []).filter((one) => one.span === span).map(({ money }) => money)
  return [own, ...others].flatMap((money) => {
    const limit = limitIn(table, money.currency)
    return limit === null || money.amount === 0 ? [] : [{ money, limit }]
  })
}

const isCountable = ({ money: { amount }, limit }: Share): boolean => Number.isSafeInteger(amount) && limit > 0

/** Whether the shares add up to more than one whole. One that can't be counted exactly is larger than any. */
const isOver = (shares: readonly Share[]): boolean => {
  if (!shares.every(isCountable)) return true
  const sum = shares.reduce(
    ({ top, bottom }, { money, limit }) => ({
      top: top * BigInt(limit) + BigInt(money.amount) * bottom,
      bottom: bottom * BigInt(limit),
    }),
    { top: 0n, bottom: 1n },
  )
  return sum.top > sum.bottom
}

const sharesWords = (shares: readonly Share[]): string =>
  shares
    .map(
      ({ money: { amount, currency }, limit }) => `${amountWords(amount, currency)} of ${amountWords(limit, currency)}`,
    )
    .join(' and ')

/** The band that holds all of a time's shares may ask for more than the one that holds the gift's own currency. */
export const claimsOfBandShares = (
  { rules }: Policy,
  { kind, given, billed }: Measure,
  { ledger, asked }: { ledger: Ledger; asked: ApproverCount },
): Claim[] => {
  if (!given || billed || !isActionKind(kind)) return []
  const { bands } = rules[kind]
  const claims = BAND_SPANS.flatMap((span): Claim[] => {
    const inShares = ({ upTo }: { upTo: AmountTable | null }) => (upTo ? sharesOf(upTo, given, { ledger, span }) : [])
    const at = bands.findIndex((band) => !isOver(inShares(band)))
    const [band, below] = [bands[at], bands[at - 1]]
    if (!band || !below || band.approvers <= asked) return []
    const words = `with ${SPANS[span]}, ${sharesWords(inShares(below))} are together more than a band holds`
    return [{ approvers: band.approvers, reason: `${countWords(band.approvers)}: ${words}.` }]
  })
  return claims.toSorted((first, second) => second.approvers - first.approvers).slice(0, 1)
}

/** A budget that is kept in each currency may be used up over all of them. */
export const claimsOfBudgetShares = ({ budgets }: Policy, gift: Money, ledger: Ledger): Claim[] =>
  BUDGETS.flatMap((span): Claim[] => {
    const shares = sharesOf(budgets[span], gift, { ledger, span })
    const own = shares.find(({ money }) => money.currency === gift.currency)
    // Over in its own currency or not named in it: that is told as such.
    if (!own || isOver([own]) || !isOver(shares)) return []
    const words = `with ${SPANS[span]}, ${sharesWords(shares)} are together more than a budget holds`
    return [{ approvers: 2, reason: `Two approvers: ${words}.` }]
  })
