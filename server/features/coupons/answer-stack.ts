import type { StackFacts, StackPayload, StackView } from '@countersign/shared/features/stack-requests'
import type { StackAnswer, StackQuestion, StackRefusal } from '@countersign/shared/features/stacks'
import { isEnded } from '@countersign/shared/features/subscriptions'
import { toIso } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import type { ComingInvoices, LiveSubscription } from '../../ports/payment-facts.ts'
import { readPolicy, type Subject } from '../approvals/index.ts'
import { nameCoupon } from './coupon-name-rules.ts'
import { roomOf } from './discount-rules.ts'
import { calendarOf, hindrancesOf, liveDiscountsOf } from './ground-rules.ts'
import { type Added, addedOf } from './new-amount-rules.ts'
import { planStack } from './stack-rules.ts'

/** As far ahead as bills are looked at: five years of months, a year of weeks. */
const INVOICES = 60
const NONE: ComingInvoices = { invoices: [], stopsAt: null }

export interface StackAsked {
  readonly subject: Subject
  readonly payload: Pick<
    StackPayload,
    'subscriptionStripeId' | 'newAmount' | 'reasonId' | 'purpose' | 'acceptsConversion'
  >
  /** While it waits: the reason is as it was asked. */
  readonly kept?: Pick<StackFacts, 'reasonLabel'> | undefined
}

export interface AnsweredStack {
  readonly view: StackView
  /** null: the policy has no such reason. */
  readonly reasonLabel: string | null
  readonly question: StackQuestion
  readonly added: Added
  readonly live: LiveSubscription
}

const readLive = async (kernel: Pick<Kernel, 'stripe'>, { subject, payload }: StackAsked) => {
  const live = await kernel.stripe.readSubscription(payload.subscriptionStripeId)
  const customer = subject.customerStripeId
  if (!live || customer === null || live.subscription.customerStripeId !== customer) throw new AppError('NOT_FOUND')
  return { live, customer }
}

const readReasonLabel = async (kernel: Pick<Kernel, 'db' | 'clock'>, reasonId: string): Promise<string | null> => {
  const { policy } = await readPolicy(kernel)
  return policy.creditReasons.find(({ id }) => id === reasonId)?.label ?? null
}

const couponsOf = ({ discounts: { onSubscription, onItems, onCustomer } }: LiveSubscription): string[] => [
  ...new Set(
    [...onSubscription, ...onItems.flatMap(({ discounts }) => discounts), ...onCustomer].map(
      ({ couponStripeId }) => couponStripeId,
    ),
  ),
]

const readAround = async ({ stripe }: Pick<Kernel, 'stripe'>, live: LiveSubscription, customer: string) => {
  const { subscription } = live
  const [drafts, coming, all, coupons] = await Promise.all([
    stripe.listDraftInvoices(customer),
    isEnded(subscription) ? NONE : stripe.previewComingInvoices(subscription.stripeId, INVOICES),
    stripe.listSubscriptions(customer),
    Promise.all(couponsOf(live).map((id) => stripe.readCoupon(id))),
  ])
  return {
    drafts,
    coming,
    coupons: coupons.filter((coupon) => coupon !== null),
    hasOtherSubscriptions: all.some((one) => !isEnded(one) && one.stripeId !== subscription.stripeId),
  }
}

/** What stands in the way besides comes first: it explains the rest. */
const withHindrances = (answer: StackAnswer, hindrances: readonly StackRefusal[]): StackAnswer => {
  if (hindrances.length === 0) return answer
  const { left, balanceInstead } = answer
  const others = answer.verdict === 'refused' ? answer.refusals : []
  return { verdict: 'refused', left, refusals: [...hindrances, ...others], balanceInstead }
}

const onceWouldLose = (answer: StackAnswer, { coming }: StackQuestion): StackView['onceWouldLose'] => {
  const [next] = coming
  if (answer.verdict === 'refused' || !next) return null
  return { ...answer.total, amount: Math.max(0, answer.total.amount - roomOf(next)) }
}

/** The stack as it would be now, live. Writes nothing. Refuses with NOT_FOUND what isn't this customer's. */
export const answerStack = async (
  kernel: Pick<Kernel, 'db' | 'stripe' | 'clock'>,
  asked: StackAsked,
): Promise<AnsweredStack> => {
  const { payload, subject } = asked
  const { live, customer } = await readLive(kernel, asked)
  const reasonLabel = asked.kept?.reasonLabel ?? (await readReasonLabel(kernel, payload.reasonId))
  const { drafts, coming, coupons, hasOtherSubscriptions } = await readAround(kernel, live, customer)
  const { currency, items } = live.subscription
  const now = toIso(kernel.clock.now())
  const added = addedOf(payload.newAmount, items, currency)
  const question: StackQuestion = {
    ...calendarOf(coming, { now, currency }),
    add: added.amount,
    live: liveDiscountsOf(live, drafts),
    hasOtherSubscriptions,
    acceptsConversion: payload.acceptsConversion,
  }
  const hindrances = hindrancesOf({ live, coming, coupons, now })
  const all = added.refusal ? [...hindrances, added.refusal] : hindrances
  const answer = withHindrances(planStack(question), all)
  return {
    view: {
      answer,
      couponName: nameCoupon(payload.purpose || (reasonLabel ?? ''), subject.ticket ?? ''),
      listPrice: added.listPrice,
      onceWouldLose: onceWouldLose(answer, question),
    },
    reasonLabel,
    question,
    added,
    live,
  }
}
