import type { SubscriptionWish } from '@countersign/shared/features/subscription-work'
import type { BillingEditPayload } from '@countersign/shared/features/billing-edits'
import type { Stripe } from 'stripe'
import type { FaultSpec, RunningSandbox } from 'stripe-sandbox'
import { ACTIONS } from '../../server/app/actions.ts'
import { askApproval } from '../../server/features/approvals/index.ts'
import { readRequest } from '../../server/features/approvals/read-request.ts'
import { proveSubject } from '../../server/features/cases/index.ts'
import { assert } from '../../server/kernel/errors.ts'
import { type Approver, decide, drive, proveTeam, seatApprover, seatStaff, someAsk } from './approvals.ts'
import { type Desk, NOW, openDesk } from './desk.ts'
import { DAY, iso, JUNE } from './payment-day.ts'

export const TEAM = 'kestrel'
export const TICKET = '#48213'
export const MIDDLE = JUNE + 15 * DAY
export const usd = (amount: number) => ({ amount, currency: 'usd' })

type Wish = SubscriptionWish | { readonly kind: 'billing.edit'; readonly payload: BillingEditPayload }
type ChangeWish = Extract<SubscriptionWish, { kind: 'subscription.change' }>

let desks = 0

/** Ines and an approver, an account of its own from 1 June 2026 on, and a customer of the team who pays by card. */
export const openSubscriptionDesk = async (sandbox: RunningSandbox) => {
  const key = `sk_test_changes${desks++}`
  const control = sandbox.account(key)
  control.startAt(JUNE)
  const desk: Desk = await openDesk({ sandbox, key })
  const { kernel, stripe } = desk
  kernel.clock.advance(JUNE * 1000 - NOW)
  const ines = await seatStaff(kernel, 'Ines Albrecht', ['support'])
  const jonas: Approver = await seatApprover(kernel, 'Jonas Whitlock')
  const { id: product } = await stripe.products.create({ name: 'Business' })
  const { id: customer } = await stripe.customers.create({
    name: 'Kestrel Robotics – Werk Nord',
    email: 'billing@kestrel.example',
    metadata: { team: TEAM },
    payment_method: 'pm_card_visa',
    invoice_settings: { default_payment_method: 'pm_card_visa' },
  })

  const newPrice = async (amount: number, over: Partial<Stripe.PriceCreateParams> = {}) => {
    const params = { product, currency: 'usd', unit_amount: amount, recurring: { interval: 'month' as const } }
    return (await stripe.prices.create({ ...params, ...over })).id
  }

  const subscribe = async (amount: number, over: Partial<Stripe.SubscriptionCreateParams> = {}) => {
    const plan = await newPrice(amount)
    const made = await stripe.subscriptions.create({
      customer,
      items: [{ price: plan }],
      metadata: { team: TEAM },
      ...over,
    })
    const item = made.items.data[0]
    assert(item, 'a subscription without items')
    return { id: made.id, item: item.id, price: plan }
  }

  /** Both clocks. */
  const moveTo = (seconds: number): void => {
    control.advanceTo(seconds)
    kernel.clock.advance(seconds * 1000 - kernel.clock.now())
  }

  const proof = () => proveTeam(kernel, ines, { teamId: TEAM, ticket: TICKET })

  const ask = async (wish: Wish): Promise<string> => {
    const action = ACTIONS.get(wish.kind)
    assert(action, `no action ${wish.kind}`)
    const subject = await proveSubject(kernel, await proof())
    const asked = { subject, payload: wish.payload, ask: someAsk('The customer asked for it') }
    return (await askApproval(kernel, { actor: ines, requestId: 'req_ask' }, action, asked)).id
  }

  /** Signed in again for it, since days have passed. */
  const approve = (id: string) =>
    decide(kernel, { ...jonas, actor: { ...jonas.actor, confirmedAt: kernel.clock.now() } }, id)
  const read = (id: string) => readRequest(kernel, jonas.actor, ACTIONS, id)

  /** As often as the engine would come by; in between the time passes after which nothing can be under way. */
  const driveOn = async (rounds = 5): Promise<void> => {
    for (let round = 0; round < rounds; round++) {
      await drive(kernel)
      kernel.clock.advance(11 * 60_000)
    }
  }

  /** Asked, countersigned and carried out. */
  const carryOut = async (wish: Wish) => {
    const id = await ask(wish)
    await approve(id)
    await drive(kernel)
    return read(id)
  }

  const change = (
    subscriptionStripeId: string,
    items: ChangeWish['payload']['items'],
    over: Partial<ChangeWish['payload']> = {},
  ): ChangeWish => ({
    kind: 'subscription.change',
    payload: { subscriptionStripeId, items, proration: 'always_invoice', prorationAt: iso(MIDDLE), ...over },
  })

  /** Totals, oldest first. */
  const invoices = async (subscription: string) => {
    const { data } = await stripe.invoices.list({ subscription, limit: 100 })
    return data.toReversed().map(({ total, status }) => ({ total, status }))
  }

  const balanceEntries = async () => {
    const { data } = await stripe.customers.listBalanceTransactions(customer, { limit: 100 })
    return data.map(({ amount }) => amount)
  }

  /** The next such calls of this account fail in this way. */
  const fail = (fault: FaultSpec): void => void sandbox.addFault({ method: 'POST', key, ...fault })

  const at = { desk, kernel, stripe, control, ines, product, customer, newPrice, subscribe, moveTo, proof }
  return { ...at, ask, approve, read, driveOn, carryOut, change, invoices, balanceEntries, fail }
}
