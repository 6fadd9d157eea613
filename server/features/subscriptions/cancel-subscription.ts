import type { Difference } from '@countersign/shared/features/approvals'
import {
  type CancelFacts,
  cancelFactsSchema,
  type CancelPayload,
  cancelPayloadSchema,
} from '@countersign/shared/features/subscription-work'
import { isEnded } from '@countersign/shared/features/subscriptions'
import { moneyText } from '@countersign/shared/money'
import { toIso } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { AppError, assert } from '../../kernel/errors.ts'
import type { Cancellation } from '../../ports/payment-writes.ts'
import { requestMetadata } from '../../ports/request-metadata.ts'
import { type ActionInput, defineAction, type Subject } from '../approvals/index.ts'
import type { StepContext } from '../executions/index.ts'
import { cancelLines, cancelReceives, cancelWarnings } from './cancel-card-rules.ts'
import { readStanding } from './read-standing.ts'
import { readUnusedCredit } from './read-unused-credit.ts'
import { planWords, standingBinding } from './standing-rules.ts'
import { type Ended, tellEnd } from './tell-end.ts'

const END = 'end'
const CREDIT = 'credit'
type Input = ActionInput<CancelPayload, CancelFacts>

/** Unused time is counted in whole seconds, as Stripe does. */
const thisSecond = (now: number): string => toIso(Math.floor(now / 1000) * 1000)

interface State {
  readonly status: string
  readonly cancelAt: string | null
  readonly isCancelAtPeriodEnd: boolean
}

const isEndedSo = (payload: CancelPayload, state: State): boolean => {
  if (payload.when === 'now') return isEnded(state)
  if (payload.when === 'period-end') return state.isCancelAtPeriodEnd
  return state.cancelAt !== null && Date.parse(state.cancelAt) === Date.parse(payload.at)
}

const readFacts = async (
  kernel: Kernel,
  { subject, payload }: { subject: Subject; payload: CancelPayload },
): Promise<CancelFacts> => {
  const { subscriptionStripeId } = payload
  if (payload.when === 'at' && Date.parse(payload.at) <= kernel.clock.now()) throw new AppError('TIME_NOT_AHEAD')
  const facts = await readStanding(kernel, subject, subscriptionStripeId)
  if (isEndedSo(payload, facts.standing)) throw new AppError('SUBSCRIPTION_UNCHANGED')
  const now = thisSecond(kernel.clock.now())
  const isCredited = payload.when === 'now' && payload.isCredited
  const [nextBefore, counted] = await Promise.all([
    kernel.stripe.previewNextInvoice(subject.customerStripeId ?? '', subscriptionStripeId),
    isCredited
      ? readUnusedCredit(kernel, subscriptionStripeId, now)
      : { countedAt: now, unused: { by: 'nobody', words: 'not asked for' } as const },
  ])
  return { ...facts, nextBefore, ...counted }
}

const cancellationOf = (payload: CancelPayload, { unused }: CancelFacts): Cancellation => {
  const { subscriptionStripeId } = payload
  if (payload.when === 'period-end') return { subscriptionStripeId, kind: 'period-end' }
  if (payload.when === 'at') return { subscriptionStripeId, kind: 'at', at: payload.at, proration: 'none' }
  const isByStripe = payload.isCredited && unused.by === 'stripe'
  return { subscriptionStripeId, kind: 'now', isProrated: isByStripe, isInvoicedNow: isByStripe }
}

const findEnd = async (kernel: Kernel, { payload, facts }: Input) => {
  const live = await kernel.stripe.readSubscription(payload.subscriptionStripeId)
  if (live === null) return { is: 'unknowable' as const, why: 'The subscription is gone.' }
  const state = { ...live.subscription, isCancelAtPeriodEnd: live.isCancelAtPeriodEnd }
  if (!isEndedSo(payload, state)) return { is: 'absent' as const }
  // Stripe keeps no mark of who ended it.
  return { is: 'found' as const, result: await tellEnd(kernel, facts, state), isOurs: false as const }
}

const customerOf = ({ customerStripeId }: Subject): string => {
  if (customerStripeId === null) throw new AppError('TEAM_NOT_PROVEN')
  return customerStripeId
}

type Context = StepContext<Input>
/** Undefined where only a person's word says that it ended: what Stripe gave for unused time isn't known then. */
const endedIn = ({ results }: Pick<Context, 'results'>) => results[END] as Ended | undefined

const giveCredit = async (context: Context, key: string): Promise<{ balanceTransaction: string }> => {
  const { kernel, input } = context
  const { subject, facts, requestId, reason } = input
  const credit = endedIn(context)?.credit
  assert(credit, 'a credit of nothing')
  const { amount, currency } = credit
  const entry = await kernel.stripe.createBalanceCredit(
    {
      customerStripeId: customerOf(subject),
      amount: { amount: -amount, currency },
      description: `Unused time of ${planWords(facts.standing)}${subject.ticket ? ` (${subject.ticket})` : ''}`,
      metadata: requestMetadata({
        request: requestId,
        step: CREDIT,
        ticket: subject.ticket,
        team: subject.teamId,
        reason,
      }),
    },
    key,
  )
  return { balanceTransaction: entry.stripeId }
}

const findCredit = async ({ stripe }: Kernel, { subject, requestId, requestedAt }: Input) => {
  const asked = { requestId, since: requestedAt }
  const [entry] = await stripe.findBalanceEntriesByRequest(customerOf(subject), asked)
  return entry ? { is: 'found' as const, result: { balanceTransaction: entry.stripeId } } : { is: 'absent' as const }
}

/** Time goes on between word and deed, so less may be left; and somebody else may have ended it first. It is said. */
const creditDifference = ({ facts: { unused } }: Input, { lastTotal, credit }: Ended): Difference[] => {
  const what = 'Credit for unused time'
  const byStripe = -(lastTotal?.amount ?? 0)
  if (unused.by === 'nobody') {
    if (lastTotal === null || byStripe <= 0) return []
    return [{ what, was: 'none', now: moneyText({ ...lastTotal, amount: byStripe }) }]
  }
  const given = unused.by === 'credit' ? (credit?.amount ?? 0) + Math.max(0, byStripe) : byStripe
  if (given === unused.amount.amount) return []
  const { currency } = unused.amount
  return [{ what, was: moneyText(unused.amount), now: moneyText({ amount: given, currency }) }]
}

const untoldCredit = ({ facts: { unused } }: Input): Difference[] =>
  unused.by === 'nobody'
    ? []
    : [{ what: 'Credit for unused time', was: moneyText(unused.amount), now: 'none: not known what Stripe gave' }]

/** Ends a subscription now, with its period or at a time. Time that was paid and is unused becomes account credit. */
export const cancelSubscription = defineAction<CancelPayload, CancelFacts>({
  kind: 'subscription.cancel',
  payload: cancelPayloadSchema,
  facts: cancelFactsSchema,
  readFacts,
  binding: ({ subject, standing, unused }) => ({
    'Team ids in Stripe': subject.teamIds.join(', '),
    ...standingBinding(standing),
    // Its amount shrinks by itself; who gives it may not change.
    'Unused time': unused.by,
  }),
  measure: () => ({ given: null, flags: [] }),
  card: (payload, facts) => ({
    title: `End of ${planWords(facts.standing)}`,
    lines: cancelLines(payload, facts),
    history: [],
    warnings: cancelWarnings(payload, facts),
    customerReceives: cancelReceives(payload, facts),
  }),
  steps: [
    {
      name: END,
      movesMoney: true,
      asksAfterwards: true,
      perform: async ({ kernel, input: { payload, facts } }, key) =>
        tellEnd(kernel, facts, await kernel.stripe.cancelSubscription(cancellationOf(payload, facts), key)),
      find: ({ kernel, input }) => findEnd(kernel, input),
    },
    {
      name: CREDIT,
      movesMoney: true,
      isNeeded: (context) => (endedIn(context)?.credit ?? null) !== null,
      perform: giveCredit,
      find: ({ kernel, input }) => findCredit(kernel, input),
    },
  ],
  surprises: (input, results) => {
    const ended = endedIn({ results })
    if (!ended) return untoldCredit(input)
    return [
      ...(isEndedSo(input.payload, ended) ? [] : [{ what: 'Ended as asked', was: 'yes', now: `no: ${ended.status}` }]),
      ...creditDifference(input, ended),
    ]
  },
})
