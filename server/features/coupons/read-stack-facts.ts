import type { StackFacts, StackPayload } from '@countersign/shared/features/stack-requests'
import type { LeftValue, StackAnswer, StackPlan } from '@countersign/shared/features/stacks'
import { toIso } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import type { Subject } from '../approvals/index.ts'
import { readSubjectFacts } from '../cases/index.ts'
import { answerStack, type AnsweredStack } from './answer-stack.ts'
import { standingOf } from './ground-rules.ts'
import { takenOffOf } from './intended-rules.ts'

const YEAR_MS = 365 * 24 * 3_600_000

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

/** Codes that this customer alone could redeem once more. A campaign's code is others' too and stays. */
const readOldCodes = async (
  { stripe }: Pick<Kernel, 'stripe'>,
  { question }: AnsweredStack,
  { left, customer }: { left: readonly LeftValue[]; customer: string },
): Promise<string[]> => {
  const folded = question.live.filter((row) =>
    left.some(({ isFolded, discountStripeId }) => isFolded && discountStripeId === row.stripeId),
  )
  const coupons = [...new Set(folded.map(({ couponStripeId }) => couponStripeId))]
  const codes = await Promise.all(coupons.map((id) => stripe.listPromotionCodes(id)))
  return codes
    .flat()
    .filter(({ isActive, customerStripeId }) => isActive && customerStripeId === customer)
    .map(({ stripeId }) => stripeId)
    .toSorted()
}

const readHistory = async ({ stripe, clock }: Kernel, customer: string): Promise<StackFacts['history']> => {
  const entries = await stripe.listBalanceEntriesSince(customer, toIso(clock.now() - YEAR_MS))
  return entries
    .filter(({ kind }) => kind === 'adjustment')
    .map(({ at, amount, description }) => ({ at, amount, text: description ?? 'Balance adjustment' }))
}

/**
 * What a stack rests on, live, and everything that it will do. Refuses with STACK_NOT_POSSIBLE, STACK_NOT_OFFERED,
 * STACK_NOT_ACCEPTED, CURRENCY_DIFFERS and TEAM_NOT_PROVEN.
 */
export const readStackFacts = async (
  kernel: Kernel,
  { subject, payload }: { subject: Subject; payload: StackPayload },
): Promise<StackFacts> => {
  const facts = await readSubjectFacts(kernel, subject)
  const answered = await answerStack(kernel, { subject, payload })
  const { view, question, added, live } = answered
  const { currency } = question
  if (facts.currency !== null && facts.currency !== currency)
    throw new AppError('CURRENCY_DIFFERS', { data: { currency: facts.currency } })
  const planned = plannedOf(view.answer)
  const plan = chosenOf(planned, payload)
  const customer = live.subscription.customerStripeId
  const { left, remaining, total } = planned
  const [oldCodes, history] = await Promise.all([
    readOldCodes(kernel, answered, { left, customer }),
    readHistory(kernel, customer),
  ])
  return {
    subject: facts,
    couponName: view.couponName,
    added: added.amount,
    listPrice: added.listPrice,
    remaining,
    total,
    left,
    plan,
    calendar: { now: question.now, currency, coming: question.coming, endsThere: question.endsThere },
    standing: standingOf(live),
    oldCodes,
    ...takenOffOf(left, question.live),
    history,
  }
}
