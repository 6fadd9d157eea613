// Rule: one timeline, newest first, of everything that happened to a team: invoices, balance, subscriptions, and what we
// did. Nothing is in it that its source doesn't date; what shares a second keeps its source's order, newest first.

import type { Decision, RequestState } from '@countersign/shared/features/approvals'
import type { BalanceEntry, Invoice, Subscription, TimelineEntry } from '@countersign/shared/features/subscriptions'
import type { VerificationLine } from '@countersign/shared/features/teams'
import type { Money } from '@countersign/shared/money'

type Draft = Omit<TimelineEntry, 'id' | 'at'> & { at: string | null; what: string; objectId: string }

const entries = (drafts: readonly Draft[]): TimelineEntry[] =>
  drafts.flatMap(({ at, what, objectId, ...rest }) => (at === null ? [] : [{ ...rest, at, id: `${objectId}:${what}` }]))

const ofInvoice = (invoice: Invoice): TimelineEntry[] => {
  const name = invoice.number ?? 'Draft invoice'
  const common = {
    lane: 'money' as const,
    subjectId: invoice.stripeId,
    objectId: invoice.stripeId,
    detail: invoice.memo,
  }
  return entries([
    {
      ...common,
      what: 'paid',
      at: invoice.paidAt,
      title: `Invoice ${name} paid`,
      amount: invoice.amountPaid,
      state: 'paid',
    },
    {
      ...common,
      what: 'issued',
      at: invoice.finalizedAt ?? (invoice.status === 'draft' ? invoice.createdAt : null),
      title: invoice.status === 'draft' ? 'Invoice drafted' : `Invoice ${name} issued`,
      amount: invoice.total,
      state: invoice.paidAt ? null : invoice.status,
    },
  ])
}

const BALANCE_TITLES: Record<string, string> = {
  adjustment: 'Balance adjusted',
  applied_to_invoice: 'Balance used on an invoice',
  credit_note: 'Credit note',
  initial: 'Opening balance',
  invoice_overpaid: 'Overpayment kept as credit',
  invoice_too_large: 'Invoice too large; carried over',
  invoice_too_small: 'Invoice too small; carried over',
  unapplied_from_invoice: 'Balance given back by an invoice',
  unspent_receiver_credit: 'Unspent credit',
}

const ofBalance = (entry: BalanceEntry): TimelineEntry[] =>
  entries([
    {
      lane: 'money',
      what: 'booked',
      objectId: entry.stripeId,
      subjectId: entry.stripeId,
      at: entry.at,
      title:
        entry.kind === 'adjustment' && entry.amount.amount < 0 ? 'Credit' : (BALANCE_TITLES[entry.kind] ?? entry.kind),
      detail: entry.description,
      amount: entry.amount,
      state: null,
    },
  ])

const planOf = (subscription: Subscription): string =>
  subscription.items.map((item) => item.productName).join(' + ') || 'Subscription'

const ofSubscription = (subscription: Subscription, now: string): TimelineEntry[] => {
  const common = {
    lane: 'stripe' as const,
    objectId: subscription.stripeId,
    subjectId: subscription.stripeId,
    amount: null,
    state: null,
    detail: null,
  }
  const plan = planOf(subscription)
  const trialEnd = subscription.trialEndsAt
  return entries([
    { ...common, what: 'started', at: subscription.startedAt, title: `${plan} started` },
    {
      ...common,
      what: 'trial-ended',
      at: trialEnd && trialEnd <= now ? trialEnd : null,
      title: `Trial of ${plan} ended`,
    },
    { ...common, what: 'cancelled', at: subscription.canceledAt, title: `${plan}: cancellation asked for` },
    { ...common, what: 'ended', at: subscription.endedAt, title: `${plan} ended` },
  ])
}

const ofVerification = (line: VerificationLine): TimelineEntry[] =>
  entries([
    {
      lane: 'us',
      what: 'verified',
      objectId: line.id,
      subjectId: line.id,
      at: line.at,
      title: `${line.staffName} ${line.strength === 'proven' ? 'proved the team' : 'asked about the team'} for ${line.ticket}`,
      detail: line.strength === 'proven' ? null : `Verdict: ${line.strength}`,
      amount: null,
      state: null,
    },
  ])

/** Something that was asked for, whatever became of it. */
export interface TimelineRequest {
  readonly id: string
  readonly title: string
  readonly state: RequestState
  readonly ticket: string | null
  readonly given: Money | null
  readonly requesterName: string
  readonly decisions: ReadonlyArray<Pick<Decision, 'staffName' | 'decision' | 'comment' | 'at'>>
  readonly createdAt: string
  readonly closedAt: string | null
}

/** How it ended, where no decision says so already. */
const ENDS: Partial<Record<RequestState, string>> = {
  done: 'done, confirmed by Stripe',
  withdrawn: 'withdrawn',
  expired: 'expired',
  stale: 'not done, the facts had moved',
  failed: 'failed',
}

const ofRequest = (request: TimelineRequest): TimelineEntry[] => {
  const { id, title, state, ticket, given, requesterName, decisions, createdAt, closedAt } = request
  const common = { lane: 'us' as const, objectId: id, subjectId: id, amount: null, state: null, detail: null }
  const end = ENDS[state]
  return entries([
    ...(end === undefined ? [] : [{ ...common, what: 'ended', at: closedAt, title: `${title}: ${end}`, state }]),
    ...decisions.toReversed().map(({ staffName, decision, comment, at }) => ({
      ...common,
      what: `decided-${at}-${staffName}`,
      at,
      title: `${staffName} ${decision === 'approve' ? 'signed' : 'rejected'}: ${title}`,
      detail: comment,
    })),
    {
      ...common,
      what: 'asked',
      at: createdAt,
      title: `${requesterName} asked: ${title}`,
      detail: ticket === null ? null : `For ${ticket}`,
      amount: given,
      state: closedAt === null ? state : null,
    },
  ])
}

/** Bought on a page that somebody here made for the team. */
export interface TimelinePurchase {
  readonly id: string
  readonly what: string
  readonly period: string
  readonly madeBy: string
  readonly ticket: string
  readonly at: string
  readonly subscriptionStripeId: string | null
}

const ofPurchase = ({ id, what, period, madeBy, ticket, at, subscriptionStripeId }: TimelinePurchase) =>
  entries([
    {
      lane: 'us',
      what: 'purchased',
      objectId: id,
      subjectId: subscriptionStripeId,
      at,
      title: `Purchased through a link: ${what}, every ${period}`,
      detail: `${madeBy} made the link for ${ticket}`,
      amount: null,
      state: null,
    },
  ])

export interface TimelineSources {
  readonly invoices: readonly Invoice[]
  readonly balance: readonly BalanceEntry[]
  readonly subscriptions: readonly Subscription[]
  readonly verifications: readonly VerificationLine[]
  readonly requests: readonly TimelineRequest[]
  readonly purchases: readonly TimelinePurchase[]
}

export const composeTimeline = (sources: TimelineSources, now: string): TimelineEntry[] =>
  [
    ...sources.invoices.flatMap(ofInvoice),
    ...sources.balance.flatMap(ofBalance),
    ...sources.subscriptions.flatMap((row) => ofSubscription(row, now)),
    ...sources.requests.flatMap(ofRequest),
    ...sources.purchases.flatMap(ofPurchase),
    ...sources.verifications.flatMap(ofVerification),
  ].toSorted((first, second) => second.at.localeCompare(first.at))
