import type { StackFacts, StackPayload } from '@countersign/shared/features/stack-requests'
import type { LeftValue, StackAnswer, StackPlan } from '@countersign/shared/features/stacks'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import type { Subject } from '../approvals/index.ts'
import { readSubjectFacts } from '../cases/index.ts'
import { answerStack, type AnsweredStack } from './answer-stack.ts'
import { standingOf } from './ground-rules.ts'
import { takenOffOf } from './intended-rules.ts'
import { readGiven } from './read-given.ts'

type Planned = Extract<StackAnswer, { verdict: 'planned' }>

const plannedOf = (answer: StackAnswer): Planned => {
  if (answer.verdict === 'planned') return answer
  const refusals = answer.refusals.map(({ code, words }) => ({ code, words }))
  throw new AppError('STACK_NOT_POSSIBLE', { data: { refusals }, detail: refusals[0]?.words ?? '' })
}

/** The plan that was picked. What has to be accepted was accepted in the very words, or it is asked again. */
const chosenOf = (planned: Planned, payload: StackPayload): StackPlan => {
  const plan = [planned.plan, ...planned.longer].find(({ invoices }) => invoices === payload.invoices)
  if (!plan) throw new AppError('STACK_NOT_OFFERED', { data: { invoices: planned.plan.invoices } })
  const missing = plan.toAccept.filter(({ words }) => !payload.accepted.includes(words))
  if (missing.length > 0)
    throw new AppError('STACK_NOT_ACCEPTED', { data: { missing: missing.map((one) => one.words) } })
  return plan
}

const foldedOf = ({ question }: AnsweredStack, left: readonly LeftValue[]): string[] => {
  const folded = new Set(left.filter(({ isFolded }) => isFolded).map(({ discountStripeId }) => discountStripeId))
  const live = question.live.filter(({ stripeId }) => folded.has(stripeId))
  return [...new Set(live.map(({ couponStripeId }) => couponStripeId))].toSorted()
}

/** Codes that this customer alone could redeem once more. A campaign's code is others' too and stays. */
const readOldCodes = async (
  { stripe }: Pick<Kernel, 'stripe'>,
  coupons: readonly string[],
  customer: string,
): Promise<string[]> => {
  const codes = await Promise.all(coupons.map((id) => stripe.listPromotionCodes(id)))
  return codes
    .flat()
    .filter(({ isActive, customerStripeId }) => isActive && customerStripeId === customer)
    .map(({ stripeId }) => stripeId)
    .toSorted()
}

/**
 * What a stack rests on, live, and everything that it will do. Refuses with STACK_NOT_POSSIBLE, STACK_NOT_OFFERED,
 * STACK_NOT_ACCEPTED, CREDIT_REASON_UNKNOWN, CURRENCY_DIFFERS and TEAM_NOT_PROVEN.
 */
export const readStackFacts = async (
  kernel: Kernel,
  { subject, payload, kept }: { subject: Subject; payload: StackPayload; kept?: StackFacts | undefined },
): Promise<StackFacts> => {
  const facts = await readSubjectFacts(kernel, subject)
  const answered = await answerStack(kernel, { subject, payload, kept })
  const { view, question, added, live, reasonLabel } = answered
  if (reasonLabel === null) throw new AppError('CREDIT_REASON_UNKNOWN')
  const { currency } = question
  if (facts.currency !== null && facts.currency !== currency)
    throw new AppError('CURRENCY_DIFFERS', { data: { currency: facts.currency } })
  const planned = plannedOf(view.answer)
  const plan = chosenOf(planned, payload)
  const customer = live.subscription.customerStripeId
  const { left, remaining, total } = planned
  const foldedCoupons = foldedOf(answered, left)
  const [oldCodes, history] = await Promise.all([
    readOldCodes(kernel, foldedCoupons, customer),
    readGiven(kernel, subject),
  ])
  return {
    subject: facts,
    reasonLabel,
    couponName: view.couponName,
    added: added.amount,
    listPrice: added.listPrice,
    remaining,
    total,
    left,
    plan,
    calendar: { now: question.now, currency, coming: question.coming, endsThere: question.endsThere },
    standing: standingOf(live),
    foldedCoupons,
    oldCodes,
    ...takenOffOf(left, question.live),
    history,
  }
}
