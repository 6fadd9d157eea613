/**
 * Prorating a change inside a period: the unused share of what was charged is credited, the remaining share of what
 * now applies is charged; shares are counted in seconds. Both are net of discounts and not discounted again.
 */
import { shareOf } from './amount-rules.ts'

export interface Span {
  readonly start: number
  readonly end: number
}

/** What is credited for the time after `at`; zero or negative. */
export const unusedCredit = (charged: number, period: Span, at: number): number =>
  -shareOf(charged, Math.max(0, period.end - at), period.end - period.start)

/** What is charged for the time after `at`. */
export const remainingCharge = (price: number, period: Span, at: number): number =>
  shareOf(price, Math.max(0, period.end - at), period.end - period.start)
