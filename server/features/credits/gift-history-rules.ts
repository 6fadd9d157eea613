// Rule: whoever asks for a credit and whoever signs it sees all that the team was given in twelve months, over all its
// customers and subscriptions: credits and what was taken back of them, coupons that act or were granted by a request of
// ours, refunds and credit notes, each with who asked and who signed where it was ours.

import type { Decision, Outcome, RequestState } from '@countersign/shared/features/approvals'
import type { Gift } from '@countersign/shared/features/credits'
import type { Discount } from '@countersign/shared/features/subscriptions'
import { type Money, moneyText } from '@countersign/shared/money'
import { dayOf } from '@countersign/shared/times'
import { periodIn, reversedIn } from './credit-mark-rules.ts'
import { type CreditEntry, isCredit, reversedOf } from './reversed-rules.ts'

/** A discount that acts, and since when at the earliest. */
export interface ActingDiscount {
  readonly discount: Discount
  readonly startedAt: string
}

export interface GiftEntry extends CreditEntry {
  readonly description: string | null
  readonly at: string
  /** The request of ours that made it. */
  readonly requestId: string | null
}

interface GiftNote {
  readonly stripeId: string
  readonly number: string
  readonly total: Money
  readonly isVoid: boolean
  readonly at: string
}

interface GiftRefund {
  readonly stripeId: string
  readonly amount: Money
  readonly status: string
  readonly reason: string | null
  readonly at: string
}

/** What was asked for, whatever became of it. */
export interface GiftRequest {
  readonly id: string
  readonly kind: string
  readonly title: string
  readonly ticket: string | null
  readonly requesterName: string
  readonly state: RequestState
  readonly given: Money | null
  readonly decisions: ReadonlyArray<Pick<Decision, 'staffName' | 'decision'>>
  readonly createdAt: string
  readonly changedAt: string
  readonly closedAt: string | null
  readonly payload: unknown
  readonly outcome: Outcome | null
}

/** What waits for the next invoice. */
export interface GiftPending {
  readonly stripeId: string
  readonly amount: Money
  readonly isProration: boolean
  readonly periodStartsAt: string
  readonly periodEndsAt: string
}

export interface Gifts {
  readonly entries: readonly GiftEntry[]
  readonly notes: readonly GiftNote[]
  readonly refunds: readonly GiftRefund[]
  readonly discounts: readonly ActingDiscount[]
  readonly pending: readonly GiftPending[]
  readonly requests: readonly GiftRequest[]
}

type Requests = ReadonlyMap<string, GiftRequest>

/** Who asked and who signed. */
export const byOf = (request: GiftRequest | undefined): Gift['by'] =>
  request
    ? {
        requestId: request.id,
        ticket: request.ticket,
        askedBy: request.requesterName,
        approvedBy: request.decisions
          .filter(({ decision }) => decision === 'approve')
          .map(({ staffName }) => staffName),
      }
    : null

const nowOf = (entry: GiftEntry, entries: readonly GiftEntry[]): string | null => {
  const taken = reversedOf(entry, entries)
  if (taken.amount === 0) return null
  return taken.amount >= -entry.amount.amount ? 'reversed' : `${moneyText(taken)} reversed`
}

const ofEntry = (entry: GiftEntry, { entries }: Gifts, requests: Requests): Gift[] => {
  if (entry.kind !== 'adjustment') return []
  const { stripeId, amount, description, at, metadata, requestId } = entry
  const isReversal = reversedIn(metadata) !== null
  return [
    {
      id: stripeId,
      kind: isReversal ? 'reversal' : 'credit',
      amount,
      text: description ?? (isCredit(entry) ? 'Credit' : 'Balance adjustment'),
      at,
      period: periodIn(metadata),
      by: byOf(requests.get(requestId ?? '')),
      now: isCredit(entry) ? nowOf(entry, entries) : null,
    },
  ]
}

const ofNote = ({ stripeId, total, number, isVoid, at }: GiftNote): Gift => ({
  id: stripeId,
  kind: 'credit-note',
  amount: total,
  text: `Credit note ${number}`,
  at,
  period: null,
  by: null,
  now: isVoid ? 'void' : null,
})

const ofRefund = ({ stripeId, amount, status, reason, at }: GiftRefund): Gift => ({
  id: stripeId,
  kind: 'refund',
  amount,
  text: reason === null ? 'Refund' : `Refund: ${reason.replaceAll('_', ' ')}`,
  at,
  period: null,
  by: null,
  now: status,
})

/** A request of ours names what it made in its results. */
const hasMade = ({ outcome }: GiftRequest, couponStripeId: string): boolean =>
  outcome?.kind === 'done' && JSON.stringify(outcome.results).includes(JSON.stringify(couponStripeId))

const ofDiscount = ({ discount, startedAt }: ActingDiscount, coupons: readonly GiftRequest[]): Gift => {
  const { stripeId, couponName, couponStripeId, percentOff, amountOff, endsAt } = discount
  const percent = percentOff === null ? '' : `, ${percentOff} % off`
  return {
    id: stripeId,
    kind: 'coupon',
    amount: amountOff,
    text: `${couponName ?? couponStripeId}${percent}`,
    at: startedAt,
    period: null,
    by: byOf(coupons.find((request) => hasMade(request, couponStripeId))),
    now: endsAt === null ? 'live' : `live until ${dayOf(endsAt)}`,
  }
}

const ofGrant = (request: GiftRequest): Gift => ({
  id: request.id,
  kind: 'coupon',
  amount: request.given,
  text: request.title,
  at: request.closedAt ?? request.changedAt,
  period: null,
  by: byOf(request),
  now: null,
})

/** Newest first. A coupon that acts and was granted by a request of ours is told once. */
export const composeGifts = (sources: Gifts): Gift[] => {
  const { entries, notes, refunds, discounts, requests } = sources
  const byId: Requests = new Map(requests.map((request) => [request.id, request]))
  const coupons = requests.filter(({ kind, state }) => kind.startsWith('coupon.') && state === 'done')
  const isActing = (request: GiftRequest) =>
    discounts.some(({ discount: { couponStripeId } }) => hasMade(request, couponStripeId))
  return [
    ...entries.flatMap((entry) => ofEntry(entry, sources, byId)),
    ...notes.map(ofNote),
    ...refunds.map(ofRefund),
    ...discounts.map((one) => ofDiscount(one, coupons)),
    ...coupons.filter((request) => !isActing(request)).map(ofGrant),
  ].toSorted((first, second) => second.at.localeCompare(first.at))
}
