// Rule: Stripe drops what a coupon exceeds an invoice by, so a sum is split: amount = floor(sum ÷ n) for the smallest number
// of invoices n whose every preview has room for it. What can't be divided becomes a credit on the balance. Where no n has
// room for all, the n that carries the most carries what fits, and the rest is credit. Amount × n + rest is always the sum.
// Of a currency that Stripe takes only in steps, amount is cut to whole steps.

import type { Calendar, CouponDuration } from '@countersign/shared/features/stacks'
import { currencyStep } from '@countersign/shared/money'
import { roomOf } from './discount-rules.ts'
import { durationsOver } from './duration-rules.ts'

export interface Split extends CouponDuration {
  readonly amount: number
  readonly rest: number
}

interface Candidate {
  readonly split: Split
  /** Nothing but what can't be divided is left over. */
  readonly isWhole: boolean
}

interface Sum {
  readonly sum: number
  readonly step: number
}

const candidateFor = ({ sum, step }: Sum, duration: CouponDuration, room: number): Candidate => {
  const cut = (amount: number): number => Math.floor(amount / step) * step
  const share = cut(sum / duration.invoices)
  const amount = Math.min(share, cut(room))
  return { split: { ...duration, amount, rest: sum - amount * duration.invoices }, isWhole: share <= room }
}

const candidatesFor = (calendar: Calendar, sum: number): Candidate[] => {
  const rooms = calendar.coming.map(roomOf)
  const step = currencyStep(calendar.currency)
  return durationsOver(calendar)
    .map((duration) => candidateFor({ sum, step }, duration, Math.min(...rooms.slice(0, duration.invoices))))
    .filter(({ split }) => split.amount >= 1)
}

/** Of equals the shorter. */
const mostCarried = (candidates: readonly Candidate[]): Split | undefined =>
  candidates.map(({ split }) => split).toSorted((first, second) => first.rest - second.rest)[0]

export interface Choice {
  readonly split: Split
  /** The next longer one that fits whole, and the first with nothing left over. */
  readonly longer: Split[]
}

/** How one coupon can deliver the sum without loss; null where no coming invoice has room for any of it. */
export const splitOver = (calendar: Calendar, sum: number): Choice | null => {
  const candidates = candidatesFor(calendar, sum)
  const whole = candidates.flatMap(({ split, isWhole }) => (isWhole ? [split] : []))
  const split = whole[0] ?? mostCarried(candidates)
  if (!split) return null
  const [, ...after] = whole
  const even = split.rest === 0 ? undefined : after.find(({ rest }) => rest === 0)
  return { split, longer: [...new Set([after[0], even])].filter((one) => one !== undefined) }
}
