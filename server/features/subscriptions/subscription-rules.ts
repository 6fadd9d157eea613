// Rule: every status of a subscription is said in a sentence that a person who doesn't know Stripe understands, with what
// happens next and when. The platform's own subscription carries the team's id; one that doesn't, beside one that does,
// was made by hand.

import { isEnded, type Subscription, type SubscriptionItem } from '@countersign/shared/features/subscriptions'
import { dayWords } from '@countersign/shared/times'

type Facts = Omit<Subscription, 'explanation' | 'madeByHand'>

const periodEnd = (items: readonly SubscriptionItem[]): string | null =>
  items.map((item) => item.periodEndsAt).toSorted()[0] ?? null

const renews = (facts: Facts): string => {
  if (facts.cancelAt) return `Ends on ${dayWords(facts.cancelAt)} and does not renew.`
  if (facts.schedule?.changesAt) return `Changes on ${dayWords(facts.schedule.changesAt)} to ${facts.schedule.summary}.`
  const end = periodEnd(facts.items)
  return end ? `Renews on ${dayWords(end)}.` : 'Has no items, so nothing renews.'
}

const EXPLAIN: Record<Facts['status'], (facts: Facts) => string> = {
  active: (facts) => `Paid up. ${renews(facts)}`,
  trialing: (facts) =>
    facts.trialEndsAt ? `On trial until ${dayWords(facts.trialEndsAt)}; nothing was charged for it.` : 'On trial.',
  past_due: () => 'The latest invoice was not paid; Stripe is still trying. The team is still served.',
  unpaid: () => 'Stripe has given up on the latest invoice. New invoices stay drafts until it is paid.',
  paused: () => 'The trial ended without a payment method; it starts again when one is added.',
  canceled: (facts) =>
    `Ended${facts.endedAt ? ` on ${dayWords(facts.endedAt)}` : ''}. It cannot be started again; a new one can.`,
  incomplete: () => 'The first payment has not gone through yet; it has 23 hours from its creation.',
  incomplete_expired: () => 'The first payment never went through, so it never started.',
}

const pauseOf = ({ pause }: Facts): string => {
  if (!pause) return ''
  const kept = pause.behavior === 'keep_as_draft' ? 'are kept as drafts' : 'are not collected'
  return ` Collection is paused${pause.resumesAt ? ` until ${dayWords(pause.resumesAt)}` : ''}: invoices ${kept}.`
}

export const explainSubscription = (facts: Facts): string => `${EXPLAIN[facts.status](facts)}${pauseOf(facts)}`

const carries = (facts: Facts, teamKeys: readonly string[], teamId: string): boolean =>
  teamKeys.some((key) => facts.metadata[key] === teamId)

/** Adds to what Stripe says what it means for this team. */
export const describeSubscriptions = (
  rows: readonly Facts[],
  teamKeys: readonly string[],
  teamId: string,
): Subscription[] => {
  const hasPlatform = rows.some((row) => carries(row, teamKeys, teamId))
  return rows.map((row) => ({
    ...row,
    explanation: explainSubscription(row),
    madeByHand: hasPlatform && !carries(row, teamKeys, teamId),
  }))
}

/** What the running plans promise; several different promises are all named. */
export const supportPriorityOf = (rows: readonly Subscription[]): string | null => {
  const promised = rows.filter((row) => !isEnded(row)).flatMap((row) => row.items.map((item) => item.supportPriority))
  const named = [...new Set(promised.filter((priority) => priority !== null))]
  return named.length === 0 ? null : named.join(', ')
}
