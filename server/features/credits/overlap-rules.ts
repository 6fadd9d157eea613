// Rule: nobody is made good twice for the same days. Before a credit is sent, a pending proration credit, a live coupon and
// an earlier credit whose period shares a day with the credit's own are named; each needs a tick and a reason. Periods are
// whole days, both ends included. What states no period can't be ruled out: an earlier credit then counts from the day it
// was given; a credit without a period is compared with everything pending or live, and with what was given in 31 days.

import type { Overlap, Period } from '@countersign/shared/features/credits'
import { type Money, moneyText } from '@countersign/shared/money'
import { DAY_MS, dayOf, dayStart, toIso } from '@countersign/shared/times'
import { periodWords } from './credit-mark-rules.ts'

/** A proration credit that waits for the next invoice. */
export interface PendingProration {
  readonly invoiceItemStripeId: string
  /** As Stripe signs it: below zero gives money back. */
  readonly amount: Money
  readonly period: Period
}

export interface LiveCoupon {
  readonly discountStripeId: string
  readonly name: string
  readonly startedOn: string
  /** The last day on which it acts; null: no end is known. */
  readonly endsOn: string | null
}

export interface EarlierCredit {
  readonly id: string
  readonly amount: Money
  /** Of it, taken back again. */
  readonly reversed: Money
  readonly givenOn: string
  readonly period: Period | null
  readonly reason: string
}

export interface OverlapFacts {
  readonly today: string
  /** The days that the new credit makes good; null when its reason has none. */
  readonly period: Period | null
  readonly prorations: readonly PendingProration[]
  readonly coupons: readonly LiveCoupon[]
  readonly credits: readonly EarlierCredit[]
}

const RECENT_DAYS = 31

const sharesDay = (first: Period, second: Period): boolean => first.from <= second.to && second.from <= first.to

const daysBefore = (day: string, days: number): string => dayOf(toIso(dayStart(day) - days * DAY_MS))

const ofProrations = ({ period, prorations }: OverlapFacts): Overlap[] =>
  prorations.flatMap(({ invoiceItemStripeId, amount, period: unused }) => {
    if (amount.amount >= 0 || (period && !sharesDay(period, unused))) return []
    const back = moneyText({ ...amount, amount: -amount.amount })
    const words = `A proration of ${back} for ${periodWords(unused)} waits for the next invoice.`
    return [{ code: 'pending-proration', subjectId: invoiceItemStripeId, words }]
  })

const ofCoupons = ({ period, coupons }: OverlapFacts): Overlap[] =>
  coupons.flatMap(({ discountStripeId, name, startedOn, endsOn }) => {
    const isBefore = period !== null && period.to < startedOn
    const isAfter = period !== null && endsOn !== null && endsOn < period.from
    if (isBefore || isAfter) return []
    const until = endsOn === null ? 'without a known end' : `until ${endsOn}`
    return [
      {
        code: 'live-coupon',
        subjectId: discountStripeId,
        words: `The coupon “${name}” acts since ${startedOn} ${until}.`,
      },
    ]
  })

const isEarlierSuspect = (facts: OverlapFacts, credit: EarlierCredit): boolean => {
  const { period, today } = facts
  if (credit.reversed.amount >= credit.amount.amount) return false
  if (!period) return credit.givenOn >= daysBefore(today, RECENT_DAYS)
  return credit.period ? sharesDay(period, credit.period) : credit.givenOn >= period.from
}

const ofCredits = (facts: OverlapFacts): Overlap[] =>
  facts.credits
    .filter((credit) => isEarlierSuspect(facts, credit))
    .map(({ id, amount, reversed, givenOn, period, reason }) => {
      const kept = moneyText({ ...amount, amount: amount.amount - reversed.amount })
      const days = period ? `for ${periodWords(period)}` : 'for days that weren’t stated'
      const words = `A credit of ${kept} was given on ${givenOn} ${days}: ${reason}.`
      return { code: 'earlier-credit', subjectId: id, words }
    })

/** Everything that may make good the same days already, in words. */
export const findOverlaps = (facts: OverlapFacts): Overlap[] => [
  ...ofProrations(facts),
  ...ofCoupons(facts),
  ...ofCredits(facts),
]
