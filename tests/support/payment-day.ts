import { Stripe } from 'stripe'
import { type AccountControl, type RunningSandbox, startSandbox } from 'stripe-sandbox'
import { afterAll, expect } from 'vitest'
import { createStripeGateway } from '../../server/adapters/stripe/gateway.ts'
import { GatewayError } from '../../server/kernel/errors.ts'
import type { PaymentGateway } from '../../server/ports/payment-gateway.ts'

export const DAY = 86_400

/** 2026-06-01T00:00:00Z; June has thirty days. */
export const JUNE = Date.UTC(2026, 5, 1) / 1000

export const iso = (seconds: number): string => new Date(seconds * 1000).toISOString()

/** A sandbox of one test file. */
export const openSandbox = async (): Promise<RunningSandbox> => {
  const sandbox = await startSandbox()
  afterAll(() => sandbox.close())
  return sandbox
}

export interface PaymentDay {
  readonly sandbox: RunningSandbox
  readonly key: string
  readonly gateway: PaymentGateway
  /** The official client on the same account: what a test prepares and compares with. */
  readonly stripe: Stripe
  readonly control: AccountControl
  readonly customer: string
  readonly product: string
  /** A monthly price in USD. */
  readonly monthly: (amount: number) => Promise<string>
  /** A subscription to it, paid for June. */
  readonly subscribe: (
    amount: number,
    params?: Partial<Stripe.SubscriptionCreateParams>,
  ) => Promise<Stripe.Subscription>
}

let days = 0

/** An account of its own on 1 June 2026, with a customer who can pay. */
export const openPaymentDay = async (sandbox: RunningSandbox, timeoutMs = 2000): Promise<PaymentDay> => {
  const key = `sk_test_payments${days++}`
  const control = sandbox.account(key)
  control.startAt(JUNE)
  const base = new URL(sandbox.url)
  const stripe = new Stripe(key, { host: base.hostname, port: base.port, protocol: 'http', maxNetworkRetries: 0 })
  const { id: product } = await stripe.products.create({ name: 'Plan' })
  const { id: customer } = await stripe.customers.create({
    name: 'Loomfield',
    email: 'billing@loomfield.example',
    payment_method: 'pm_card_visa',
    invoice_settings: { default_payment_method: 'pm_card_visa' },
  })
  const monthly = async (amount: number) =>
    (await stripe.prices.create({ product, currency: 'usd', unit_amount: amount, recurring: { interval: 'month' } })).id
  return {
    sandbox,
    key,
    gateway: createStripeGateway({ key, apiBase: sandbox.url, timeoutMs }),
    stripe,
    control,
    customer,
    product,
    monthly,
    subscribe: async (amount, params = {}) =>
      stripe.subscriptions.create({ customer, items: [{ price: await monthly(amount) }], ...params }),
  }
}

/** What went wrong, as the engine is told; fails when nothing did. */
export const failureOf = async (call: Promise<unknown>): Promise<GatewayError> => {
  const error: unknown = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(GatewayError)
  return error as GatewayError
}

export const itemOf = (subscription: Stripe.Subscription): string => subscription.items.data[0]?.id ?? ''
