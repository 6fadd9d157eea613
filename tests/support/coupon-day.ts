import type { CouponShare } from '@countersign/shared/features/coupons'
import type { Action } from '../../server/features/approvals/index.ts'
import { askApproval } from '../../server/features/approvals/index.ts'
import { proveSubject } from '../../server/features/cases/index.ts'
import type { StaffActor } from '../../server/kernel/actor.ts'
import { proveTeam, someAsk } from './approvals.ts'
import type { Desk } from './desk.ts'

export interface Plan {
  readonly product: string
  readonly price: string
}

/** A plan on sale, each month unless said otherwise. */
export const sellPlan = async (
  { stripe }: Desk,
  amount: number,
  { currency = 'usd', interval = 'month' }: { currency?: string; interval?: 'month' | 'year' } = {},
): Promise<Plan> => {
  const { id: product } = await stripe.products.create({ name: 'Starter' })
  const price = await stripe.prices.create({ product, currency, unit_amount: amount, recurring: { interval } })
  return { product, price: price.id }
}

/** A team that can pay, not subscribed yet. */
export const enterTeam = async ({ stripe }: Desk, team: string): Promise<string> => {
  const customer = await stripe.customers.create({
    name: 'Kestrel Robotics',
    metadata: { team },
    payment_method: 'pm_card_visa',
    invoice_settings: { default_payment_method: 'pm_card_visa' },
  })
  return customer.id
}

export const months = (count: number): CouponShare => ({ kind: 'months', months: count })

export interface CouponWish {
  readonly team: string
  readonly action: Action
  readonly payload: Readonly<Record<string, unknown>>
}

/** Proves the team on a ticket of its own and asks. */
export const askCoupon = async ({ kernel }: Desk, actor: StaffActor, { team, action, payload }: CouponWish) => {
  const proof = await proveTeam(kernel, actor, { teamId: team, ticket: `#${team}` })
  const subject = await proveSubject(kernel, proof)
  return askApproval(kernel, { actor, requestId: 'req_ask' }, action, { subject, payload, ask: someAsk() })
}
