import { Stripe } from 'stripe'
import type { AccountControl, RunningSandbox } from '../../index.ts'
import { catalogueActs } from './catalogue-acts.ts'
import { customerActs } from './customer-acts.ts'
import { invoiceActs } from './invoice-acts.ts'
import { paymentActs } from './payment-acts.ts'
import { Reader, type Thing } from './reader.ts'
import { subscriptionActs } from './subscription-acts.ts'
import { type Acts, NothingThere, type Step, type World } from './world.ts'

export const acts: Acts = { ...catalogueActs, ...customerActs, ...subscriptionActs, ...invoiceActs, ...paymentActs }

/** 2026-06-01T00:00:00Z */
export const START = Date.UTC(2026, 5, 1) / 1000

/** Events are forgotten after thirty days; a history that is to be replayed is read more often. */
const READABLE = 25 * 86_400
export const LONGEST_PAUSE = 20 * 86_400

export interface History {
  readonly control: AccountControl
  readonly reader: Reader
  readonly events: readonly Thing[]
  readonly done: readonly string[]
}

/** Whether a step may end so: Stripe refuses much, the sandbox what it does not know; neither ever breaks. */
const isRefused = (error: unknown): boolean =>
  error instanceof NothingThere ||
  (error instanceof Stripe.errors.StripeError && [400, 402, 404, 501].includes(error.statusCode ?? 0))

const clientOf = ({ host, port }: RunningSandbox, key: string): Stripe =>
  new Stripe(key, { host, port, protocol: 'http', maxNetworkRetries: 0, telemetry: false, timeout: 20_000 })

const attempt = async (world: World, step: Step): Promise<boolean> => {
  try {
    await acts[step.act]?.(world, step)
    return true
  } catch (error) {
    if (isRefused(error)) return false
    throw error
  }
}

/** Something of everything, so that first steps have something to act on. */
const furnish = async (stripe: Stripe): Promise<string> => {
  const { id: product } = await stripe.products.create({ name: 'Plan' })
  await stripe.prices.create({ product, currency: 'usd', unit_amount: 2500, recurring: { interval: 'month' } })
  await stripe.coupons.create({ percent_off: 15, duration: 'forever' })
  await stripe.taxRates.create({ display_name: 'VAT', percentage: 19, inclusive: false })
  await stripe.customers.create({
    name: 'First',
    payment_method: 'pm_card_visa',
    invoice_settings: { default_payment_method: 'pm_card_visa' },
  })
  return product
}

/** Lives through the steps in the account of a key, which must be empty. */
export const live = async (sandbox: RunningSandbox, key: string, steps: readonly Step[]): Promise<History> => {
  const control = sandbox.account(key)
  control.startAt(START)
  const stripe = clientOf(sandbox, key)
  const world: World = { stripe, control, product: await furnish(stripe) }
  const reader = new Reader(sandbox.url, key)
  const events = await reader.events(undefined)
  const done: string[] = []
  let now = START
  let readAt = START
  const read = async (): Promise<void> => {
    events.push(...(await reader.events(events.at(-1)?.id)))
    readAt = now
  }
  for (const step of steps) {
    if (now + step.after - readAt > READABLE) await read()
    now += step.after
    control.advanceTo(now)
    if (await attempt(world, step)) done.push(step.act)
  }
  await read()
  return { control, reader, events, done }
}
