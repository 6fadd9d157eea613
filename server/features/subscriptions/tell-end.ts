import type { CancelFacts } from '@countersign/shared/features/subscription-work'
import type { Money } from '@countersign/shared/money'
import type { Kernel } from '../../kernel/context.ts'
import { unusedPaidTime } from './cancellation-rules.ts'

export interface EndState {
  readonly stripeId: string
  readonly status: string
  readonly cancelAt: string | null
  readonly isCancelAtPeriodEnd: boolean
  readonly endedAt: string | null
  readonly latestInvoiceStripeId: string | null
}

export interface Ended extends Pick<EndState, 'status' | 'cancelAt' | 'isCancelAtPeriodEnd'> {
  /** Of the last invoice, where Stripe made one: below zero is credit. */
  readonly lastTotal: Money | null
  /**
   * What is still to be given as a credit of our own: counted to the second it ended, never above what was signed, less
   * what the last invoice gave back already.
   */
  readonly credit: Money | null
}

/** Below zero where somebody else ended it meanwhile, with a proration: then that time isn't given a second time. */
const creditLeft = async (
  { stripe }: Kernel,
  { unused }: CancelFacts,
  state: EndState,
  lastTotal: Money | null,
): Promise<Money | null> => {
  if (unused.by !== 'credit' || state.endedAt === null) return null
  const paid = unusedPaidTime(await stripe.listInvoicesReaching(state.stripeId, state.endedAt), state.endedAt)
  if (paid.verdict !== 'credit') return null
  const amount = Math.min(unused.amount.amount, paid.total.amount) + Math.min(0, lastTotal?.amount ?? 0)
  return amount > 0 ? { ...unused.amount, amount } : null
}

/** How a subscription stands after its cancellation, with what that gave back. */
export const tellEnd = async (kernel: Kernel, facts: CancelFacts, state: EndState): Promise<Ended> => {
  const { status, cancelAt, isCancelAtPeriodEnd, latestInvoiceStripeId: latest } = state
  const isNew = latest !== null && latest !== facts.standing.latestInvoiceStripeId
  const last = isNew ? await kernel.stripe.readInvoice(latest) : null
  const lastTotal = last?.total ?? null
  const credit = await creditLeft(kernel, facts, state, lastTotal)
  return { status, cancelAt, isCancelAtPeriodEnd, lastTotal, credit }
}
