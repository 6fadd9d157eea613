import type { NewAmount, StackPayload } from '@countersign/shared/features/stack-requests'
import type { Stripe } from 'stripe'
import type { RunningSandbox } from 'stripe-sandbox'
import { ACTIONS } from '../../server/app/actions.ts'
import { askApproval } from '../../server/features/approvals/index.ts'
import { readRequest } from '../../server/features/approvals/read-request.ts'
import { proveSubject } from '../../server/features/cases/index.ts'
import { answerStack } from '../../server/features/coupons/answer-stack.ts'
import { stackCoupons } from '../../server/features/coupons/index.ts'
import { type Approver, decide, drive, proveTeam, seatApprover, seatStaff, someAsk } from './approvals.ts'
import { type Desk, NOW, openDesk } from './desk.ts'
import { DAY, JUNE } from './payment-day.ts'

export const usd = (amount: number) => ({ amount, currency: 'usd' })

let desks = 0

/** Ines and an approver, an account of its own from 1 June 2026 on, and a customer of the team who pays by card. */
export const openStackDesk = async (sandbox: RunningSandbox, team = 'kestrel') => {
  const key = `sk_test_stack${desks++}`
  const control = sandbox.account(key)
  control.startAt(JUNE)
  const desk: Desk = await openDesk({ sandbox, key })
  const { kernel, stripe } = desk
  kernel.clock.advance(JUNE * 1000 - NOW)
  const ines = await seatStaff(kernel, 'Ines Albrecht', ['support'])
  const jonas: Approver = await seatApprover(kernel, 'Jonas Whitlock')
  const { id: product } = await stripe.products.create({ name: 'Business' })
  const newCustomer = async (teamId: string) => {
    const { id } = await stripe.customers.create({
      name: 'Kestrel Robotics – Werk Nord',
      metadata: { team: teamId },
      payment_method: 'pm_card_visa',
      invoice_settings: { default_payment_method: 'pm_card_visa' },
    })
    return id
  }
  const customer = await newCustomer(team)

  const price = async (amount: number, currency = 'usd') =>
    (await stripe.prices.create({ product, currency, unit_amount: amount, recurring: { interval: 'month' } })).id

  const subscribe = async (amount: number, params: Partial<Stripe.SubscriptionCreateParams> = {}) =>
    stripe.subscriptions.create({ customer, items: [{ price: await price(amount) }], ...params })

  /** 30.00 off for three months, the first of which the first invoice uses. */
  const coupon = async (params: Partial<Stripe.CouponCreateParams> = {}) => {
    const terms = params.percent_off === undefined ? { amount_off: 3000, currency: 'usd' } : {}
    const months = params.duration === undefined ? { duration: 'repeating' as const, duration_in_months: 3 } : {}
    const made = await stripe.coupons.create({ name: 'Outage #1', ...months, ...terms, ...params })
    return made.id
  }

  /** Both clocks. */
  const moveTo = (seconds: number): void => {
    control.advanceTo(seconds)
    kernel.clock.advance(seconds * 1000 - kernel.clock.now())
  }

  const prove = async () => proveSubject(kernel, await proveTeam(kernel, ines, { teamId: team, ticket: '#48213' }))

  const questionOf = (subscription: string, add: number | NewAmount) => ({
    subscriptionStripeId: subscription,
    newAmount: typeof add === 'number' ? { kind: 'amount' as const, amount: usd(add) } : add,
    reasonId: 'prepaid-deal',
    purpose: '',
    acceptsConversion: false,
  })

  const plan = async (subscription: string, add: number | NewAmount, over: Partial<StackPayload> = {}) => {
    const payload = { ...questionOf(subscription, add), ...over }
    const { view } = await answerStack(kernel, { subject: await prove(), payload })
    return view
  }

  /** Asks for what the calculator plans, everything accepted as it is shown. */
  const ask = async (subscription: string, add: number | NewAmount, over: Partial<StackPayload> = {}) => {
    const { answer } = await plan(subscription, add, over)
    const chosen = answer.verdict === 'planned' ? answer.plan : null
    const payload = {
      ...questionOf(subscription, add),
      invoices: chosen?.invoices ?? 1,
      accepted: chosen?.toAccept.map(({ words }) => words) ?? [],
      ...over,
    }
    const wanted = { subject: await prove(), payload, ask: someAsk('Prepaid by quote Q-118') }
    const { id } = await askApproval(kernel, { actor: ines, requestId: 'req_ask' }, stackCoupons, wanted)
    return id
  }

  /** Signed in again for it, since days have passed. */
  const approve = (id: string) =>
    decide(kernel, { ...jonas, actor: { ...jonas.actor, confirmedAt: kernel.clock.now() } }, id)
  const read = (id: string) => readRequest(kernel, jonas.actor, ACTIONS, id)

  /** Asked, countersigned and carried out. */
  const stack = async (subscription: string, add: number | NewAmount, over: Partial<StackPayload> = {}) => {
    const id = await ask(subscription, add, over)
    await approve(id)
    await drive(kernel)
    return read(id)
  }

  /** Totals before the balance, and what was charged, oldest first, of the invoices after the first. */
  const issued = async (subscription: string) => {
    const { data } = await stripe.invoices.list({ subscription, limit: 100 })
    return data.toReversed().map(({ total, amount_paid: paid, status }) => ({ total, paid, status }))
  }

  const live = async (subscription: string) => {
    const { discounts } = await stripe.subscriptions.retrieve(subscription, { expand: ['discounts'] })
    return discounts.map((one) => (typeof one === 'string' ? one : one.source.coupon))
  }

  /** What Stripe itself says the next invoice would ask for, before the balance. */
  const nextTotal = async (subscription: string) => (await stripe.invoices.createPreview({ subscription })).total

  const balance = async () => {
    const entries = await stripe.customers.listBalanceTransactions(customer, { limit: 100 })
    return entries.data.filter(({ type }) => type === 'adjustment').map(({ amount }) => amount)
  }

  const at = { desk, kernel, stripe, control, customer, product, newCustomer, price, subscribe, coupon, moveTo }
  return { ...at, plan, ask, approve, read, stack, issued, live, nextTotal, balance }
}

export const MID_JUNE = JUNE + 14 * DAY
