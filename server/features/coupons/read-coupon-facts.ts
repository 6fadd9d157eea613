import type { CouponFacts, CouponPlan, CouponWorth } from '@countersign/shared/features/coupons'
import type { Money } from '@countersign/shared/money'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { readPolicy, type Subject } from '../approvals/index.ts'
import { readSubjectFacts } from '../cases/index.ts'
import { nameCoupon } from './coupon-name-rules.ts'
import { planForCalendar, planForPrice } from './coupon-plan-rules.ts'
import { priceFromList } from './list-price-rules.ts'
import { readCalendar } from './read-calendar.ts'
import { readGiven } from './read-given.ts'
import { readListPrice } from './read-list-price.ts'
import { readRunning } from './read-running.ts'

export interface CouponAsked {
  readonly subject: Subject
  readonly payload: CouponWorth
  /** To be applied to it; null: handed over as a code. */
  readonly subscriptionStripeId: string | null
  /** While it waits: the reason is as it was asked. */
  readonly kept: Pick<CouponFacts, 'reasonLabel'> | undefined
}

interface Valued extends Pick<CouponFacts, 'reasonLabel' | 'price' | 'arithmetic'> {
  readonly value: Money
}

const readReasonLabel = async (kernel: Kernel, reasonId: string): Promise<string> => {
  const { policy } = await readPolicy(kernel)
  const reason = policy.creditReasons.find(({ id }) => id === reasonId)
  if (!reason) throw new AppError('CREDIT_REASON_UNKNOWN')
  return reason.label
}

const valueOf = async (kernel: Kernel, { payload: worth, kept }: CouponAsked): Promise<Valued> => {
  const reasonLabel = kept?.reasonLabel ?? (await readReasonLabel(kernel, worth.reasonId))
  const price = await readListPrice(kernel, worth.priceStripeId)
  const { quantity, share } = worth
  const answer = priceFromList({
    price: { ...price, billingScheme: 'per_unit', usage: 'licensed' },
    quantity,
    share,
    atMost: null,
  })
  if (answer.verdict === 'refused') throw new AppError('COUPON_WITHOUT_VALUE', { data: { words: answer.words } })
  return { reasonLabel, price, arithmetic: answer.arithmetic, value: answer.amount }
}

const planOf = async (kernel: Kernel, asked: CouponAsked, { price, value }: Valued): Promise<CouponPlan> => {
  const { subject, payload, subscriptionStripeId } = asked
  const { customerStripeId } = subject
  const plan =
    subscriptionStripeId === null
      ? planForPrice({ price, quantity: payload.quantity, value })
      : planForCalendar(await readCalendar(kernel, { customerStripeId, subscriptionStripeId }), value)
  if (!plan) throw new AppError('COUPON_NO_ROOM')
  return plan
}

/**
 * What a coupon for this team would be, live. Refuses with TEAM_NOT_PROVEN, CREDIT_REASON_UNKNOWN, PRICE_NOT_LISTED,
 * COUPON_WITHOUT_VALUE, CURRENCY_DIFFERS, COUPON_NO_ROOM, and as `readCalendar` does.
 */
export const readCouponFacts = async (kernel: Kernel, asked: CouponAsked): Promise<CouponFacts> => {
  const { subject } = asked
  const { customerStripeId, ticket } = subject
  const facts = customerStripeId === null ? null : await readSubjectFacts(kernel, subject)
  const { value, ...valued } = await valueOf(kernel, asked)
  const currency = facts?.currency ?? null
  if (currency !== null && currency !== value.currency) throw new AppError('CURRENCY_DIFFERS', { data: { currency } })
  const plan = await planOf(kernel, asked, { ...valued, value })
  const running =
    customerStripeId === null ? { liveDiscounts: [], nextInvoices: [] } : await readRunning(kernel, customerStripeId)
  const history = await readGiven(kernel, subject)
  return { subject: facts, ...valued, plan, name: nameCoupon(valued.reasonLabel, ticket ?? ''), ...running, history }
}
