// Rule: a coupon that the desk gave is at Stripe as it was given, is redeemed no more often than was approved, and can't be
// redeemed once our record says that it is over. Every discount that hangs somewhere comes from a coupon that somebody here
// approved; one that doesn't was put there by hand, and money is given that nobody here can explain.

import { type Money, moneyText } from '@countersign/shared/money'
import type { DriftRepair } from '@countersign/shared/features/drift'
import { dayWords } from '@countersign/shared/times'
import type { Found } from './finding-rules.ts'

export interface OwnCoupon {
  readonly id: string
  readonly kind: 'grant' | 'campaign'
  readonly name: string
  readonly couponStripeId: string
  readonly teamId: string | null
  readonly customerStripeId: string | null
  /** null: not compared. */
  readonly amountOff: Money | null
  readonly mostRedemptions: number
  readonly isRedeemed: boolean
  readonly isOver: boolean
}

/** null: Stripe doesn't know it any more. */
export interface StripeCoupon {
  readonly amountOff: Money | null
  readonly maxRedemptions: number | null
  readonly timesRedeemed: number
}

export interface StripeCode {
  readonly stripeId: string
  readonly code: string
  readonly isActive: boolean
}

const HEADS = { there: 'Stripe', here: 'Our record' }
const COUPONS: DriftRepair = {
  kind: 'page',
  page: 'coupons',
  words: 'Opens the coupons. What is done there is approved where it gives money; nothing is changed by opening it.',
}

const base = ({ teamId, customerStripeId, couponStripeId }: OwnCoupon) => ({
  severity: 'money' as const,
  subjectId: couponStripeId,
  teamId,
  customerStripeId,
  heads: HEADS,
})

const offText = (off: Money | null): string => (off === null ? 'a percentage, or nothing' : moneyText(off))

const foundGone = (own: OwnCoupon): Found => ({
  ...base(own),
  kind: 'coupon.gone',
  explanation: `The coupon “${own.name}” was promised and not redeemed; somebody has deleted it at Stripe.`,
  sides: [{ field: 'coupon', there: null, here: own.couponStripeId }],
  repair:
    own.customerStripeId === null
      ? COUPONS
      : {
          kind: 'form',
          form: 'coupon',
          customerStripeId: own.customerStripeId,
          subscriptionStripeId: null,
          creditStripeId: null,
          words: 'Prepares a request for a coupon in its place, which is approved as any other.',
        },
})

const changesOf = (own: OwnCoupon, there: StripeCoupon): Found['sides'] => {
  const isOtherAmount =
    own.amountOff !== null &&
    (there.amountOff?.amount !== own.amountOff.amount || there.amountOff.currency !== own.amountOff.currency)
  return [
    ...(isOtherAmount ? [{ field: 'amount off', there: offText(there.amountOff), here: offText(own.amountOff) }] : []),
    ...(there.maxRedemptions === own.mostRedemptions
      ? []
      : [
          {
            field: 'redemptions allowed',
            there: String(there.maxRedemptions ?? 'any number'),
            here: String(own.mostRedemptions),
          },
        ]),
  ]
}

const foundChanged = (own: OwnCoupon, sides: Found['sides']): Found => ({
  ...base(own),
  kind: 'coupon.changed',
  explanation: `The coupon “${own.name}” gives something else at Stripe than was approved: it was deleted there and made again.`,
  sides,
  repair: COUPONS,
})

const foundOverused = (own: OwnCoupon, { timesRedeemed }: StripeCoupon): Found => ({
  ...base(own),
  kind: 'coupon.overused',
  explanation: `The coupon “${own.name}” was redeemed more often than was approved.`,
  sides: [{ field: 'redemptions', there: String(timesRedeemed), here: `at most ${own.mostRedemptions}` }],
  repair: COUPONS,
})

export const foundOnCoupon = (own: OwnCoupon, there: StripeCoupon | null): Found[] => {
  const isMissed = !own.isRedeemed && !(own.kind === 'campaign' && own.isOver)
  if (!there) return isMissed ? [foundGone(own)] : []
  const changes = changesOf(own, there)
  return [
    ...(changes.length === 0 ? [] : [foundChanged(own, changes)]),
    ...(there.timesRedeemed > own.mostRedemptions ? [foundOverused(own, there)] : []),
  ]
}

/** A code of a coupon that is over by our record. */
export const foundOnCode = (own: OwnCoupon, code: StripeCode): Found | null => {
  if (!own.isOver || !code.isActive) return null
  return {
    ...base(own),
    kind: 'coupon.active',
    subjectId: code.stripeId,
    explanation: `The code ${code.code} of “${own.name}” can be redeemed, though our record says that it is over.`,
    sides: [{ field: 'code', there: 'active', here: own.kind === 'campaign' ? 'ended' : 'retired' }],
    repair: {
      kind: 'elsewhere',
      words: `Deactivate ${code.stripeId} in Stripe’s dashboard. The desk has nothing that touches a code by itself.`,
    },
  }
}

/** What the liability names one by one is counted here, and not found twice. */
export const foundElsewhere = (count: number): Found | null => {
  if (count === 0) return null
  return {
    kind: 'coupon.elsewhere',
    severity: 'money',
    subjectId: 'liability',
    teamId: null,
    customerStripeId: null,
    explanation:
      count === 1
        ? 'A coupon was redeemed by another team than it was given to; the liability names it.'
        : `${count} coupons were redeemed by other teams than they were given to; the liability names them.`,
    heads: HEADS,
    sides: [{ field: 'redeemed by others', there: String(count), here: '0' }],
    repair: COUPONS,
  }
}

export interface DiscountFacts {
  readonly stripeId: string
  readonly couponStripeId: string
  readonly promotionCodeStripeId: string | null
  readonly on: 'subscription' | 'item' | 'customer'
  readonly startedAt: string | null
  readonly subscriptionStripeId: string
  readonly customerStripeId: string
  readonly teamId: string | null
}

const PLACES = {
  subscription: 'the subscription',
  item: 'an item of the subscription',
  customer: 'the customer',
} as const

const whoKnows = (code: string | null): string =>
  code === null
    ? 'No code was typed: somebody with Stripe’s dashboard or another key put it there. The dashboard’s log of that moment names who.'
    : `It came by the code ${code}, which the desk didn’t make: whoever made the code at Stripe knows what it is for.`

/** A discount of a coupon that nobody here made. */
export const foundUnexplained = (facts: DiscountFacts): Found => ({
  kind: 'discount.unexplained',
  severity: 'money',
  subjectId: facts.stripeId,
  teamId: facts.teamId,
  customerStripeId: facts.customerStripeId,
  explanation: `The coupon ${facts.couponStripeId} acts on ${PLACES[facts.on]}${
    facts.startedAt === null ? '' : ` since ${dayWords(facts.startedAt)}`
  }, and no record of ours explains it. ${whoKnows(facts.promotionCodeStripeId)}`,
  heads: HEADS,
  sides: [{ field: `discount on ${facts.subscriptionStripeId}`, there: facts.couponStripeId, here: null }],
  repair: {
    kind: 'form',
    form: 'stack',
    customerStripeId: facts.customerStripeId,
    subscriptionStripeId: facts.subscriptionStripeId,
    creditStripeId: null,
    words:
      'Opens the stack of this subscription: what it still gives can become a coupon of ours, by a request that is approved. If it is meant, accept it with the reason.',
  },
})
