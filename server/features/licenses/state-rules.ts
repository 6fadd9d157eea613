// The state of a licence follows from what Stripe last said, what people decided, and the time; it is never stored. Past due
// is still served for the plan's days. What a subscription sells is active once its first payment is there; what a quote's
// invoice sells is active from the day it is sent, and suspended if that invoice is voided or written off.

import type { BillingFacts, LicenseState } from '@countersign/shared/features/license-facts'
import { DAY_MS, dayWords, toIso } from '@countersign/shared/times'

export interface LicenseStanding {
  readonly source: 'item' | 'invoice' | 'word'
  readonly deliverOn: 'sent' | 'paid'
  /** null = not read so far, or a person's word. */
  readonly facts: BillingFacts | null
  readonly pastDueDays: number
  readonly endsAt: number | null
  readonly extendedUntil: number | null
  readonly suspendedAt: number | null
  readonly suspendedFor: string | null
  readonly revokedAt: number | null
  readonly revokedFor: string | null
}

export interface StateVerdict {
  readonly state: LicenseState
  /** In words, for staff and for the program's log. */
  readonly reason: string
  /** Until when it is served as far as is known; null = no end in sight. */
  readonly until: number | null
}

const say = (state: LicenseState, reason: string, until: number | null = null): StateVerdict => ({
  state,
  reason,
  until,
})

const day = (at: number): string => dayWords(toIso(at))
const timeOf = (iso: string | null): number | null => (iso === null ? null : Date.parse(iso))

const whenUnpaid = (since: number | null, days: number, now: number): StateVerdict => {
  if (since === null) return say('past-due', 'A payment is late; no open invoice says since when.')
  const until = since + days * DAY_MS
  const head = `A payment is late since ${day(since)}`
  return now < until
    ? say('past-due', `${head}; suspended on ${day(until)} unless it arrives.`, until)
    : say('suspended', `${head}, and it was served until ${day(until)}.`)
}

type SubscriptionFacts = Extract<BillingFacts, { from: 'subscription' }>

const whenRunning = ({ cancelAt, awaitsFirstPayment }: SubscriptionFacts, deliverOn: 'sent' | 'paid'): StateVerdict => {
  if (awaitsFirstPayment && deliverOn === 'paid')
    return say('pending-payment', 'The first invoice of its subscription isn’t paid.')
  const until = timeOf(cancelAt)
  return say('active', until === null ? 'Its subscription runs.' : `Its subscription ends on ${day(until)}.`, until)
}

const whenOver = (endedAt: number | null): StateVerdict =>
  say('ended', endedAt === null ? 'Its subscription ended.' : `Its subscription ended on ${day(endedAt)}.`)

const RUNNING = new Set(['active', 'trialing'])
const LATE = new Set(['past_due', 'unpaid'])
const OVER = new Set(['canceled', 'incomplete_expired'])

const ofSubscription = (facts: SubscriptionFacts, standing: LicenseStanding, now: number): StateVerdict => {
  const { status, endedAt, unpaidSince, isItemGone, awaitsFirstPayment } = facts
  if (isItemGone) return say('ended', 'Its plan was taken off the subscription.')
  if (RUNNING.has(status)) return whenRunning(facts, standing.deliverOn)
  if (OVER.has(status)) return whenOver(timeOf(endedAt))
  if (status === 'incomplete') return say('pending-payment', 'The first payment of its subscription is missing.')
  if (status === 'paused') return say('suspended', 'Its subscription is paused.')
  if (!LATE.has(status)) return say('suspended', `Its subscription is in a state that isn’t known here: ${status}.`)
  if (awaitsFirstPayment && standing.deliverOn === 'paid')
    return say('pending-payment', 'The first invoice of its subscription is late.')
  return whenUnpaid(timeOf(unpaidSince), standing.pastDueDays, now)
}

type InvoiceFacts = Extract<BillingFacts, { from: 'invoice' }>

const ofInvoice = ({ status }: InvoiceFacts, deliverOn: 'sent' | 'paid'): StateVerdict => {
  switch (status) {
    case 'paid':
      return say('active', 'Its invoice is paid.')
    case 'open':
      return deliverOn === 'sent'
        ? say('active', 'Its invoice was sent.')
        : say('pending-payment', 'Its invoice isn’t paid.')
    case 'draft':
      return say('pending-payment', 'Its invoice is a draft.')
    case 'void':
      return say('suspended', 'Its invoice was voided.')
    case 'uncollectible':
      return say('suspended', 'Its invoice was written off.')
    case 'gone':
      return say('suspended', 'Its invoice was deleted.')
  }
}

const ofBilling = (standing: LicenseStanding, now: number): StateVerdict => {
  const { facts, source, deliverOn } = standing
  if (source === 'word') return say('active', 'It was issued on a person’s word.')
  if (facts === null) return say('pending-payment', 'What it stands on wasn’t read so far.')
  return facts.from === 'subscription' ? ofSubscription(facts, standing, now) : ofInvoice(facts, deliverOn)
}

const isServed = ({ state }: StateVerdict): boolean => state === 'active' || state === 'past-due'

const withTerm = (verdict: StateVerdict, endsAt: number | null, now: number): StateVerdict => {
  if (endsAt === null || verdict.state === 'ended') return verdict
  if (now >= endsAt) return say('ended', `Its term ended on ${day(endsAt)}.`)
  if (!isServed(verdict)) return verdict
  return { ...verdict, until: Math.min(verdict.until ?? endsAt, endsAt) }
}

/** People's decisions go before billing; an extension lifts what billing took, never what a person did. */
export const stateOf = (standing: LicenseStanding, now: number): StateVerdict => {
  const { revokedAt, revokedFor, suspendedAt, suspendedFor, extendedUntil } = standing
  if (revokedAt !== null) return say('revoked', revokedFor ?? 'It was revoked.')
  if (suspendedAt !== null) return say('suspended', suspendedFor ?? 'Somebody suspended it.')
  const verdict = withTerm(ofBilling(standing, now), standing.endsAt, now)
  if (isServed(verdict) || extendedUntil === null || now >= extendedUntil) return verdict
  return say('past-due', `${verdict.reason} It is served until ${day(extendedUntil)} all the same.`, extendedUntil)
}
