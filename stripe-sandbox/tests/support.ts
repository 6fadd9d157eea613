import { Stripe } from 'stripe'
import { afterAll } from 'vitest'
import { type AccountControl, type RunningSandbox, type StartOptions, startSandbox } from '../index.ts'
import { watchAnswers } from './shapes/watch.ts'

export const DAY = 86_400

/** 2026-06-01T00:00:00Z; June has thirty days. */
export const JUNE = Date.UTC(2026, 5, 1) / 1000

export const clientOf = (sandbox: RunningSandbox, key: string): Stripe =>
  new Stripe(key, {
    host: sandbox.host,
    port: sandbox.port,
    protocol: 'http',
    maxNetworkRetries: 0,
    telemetry: false,
    timeout: 2000,
  })

export interface Bench {
  readonly sandbox: RunningSandbox
  readonly stripe: Stripe
  readonly control: AccountControl
}

/** A sandbox of one test file; closed when the file is done. */
export const openBench = async (options: StartOptions = {}, key = 'sk_test_bench'): Promise<Bench> => {
  const watch = watchAnswers()
  const sandbox = await startSandbox({ ...options, onAnswer: watch.onAnswer })
  afterAll(async () => {
    await sandbox.close()
    watch.verdict()
  })
  return { sandbox, stripe: clientOf(sandbox, key), control: sandbox.account(key) }
}

/** A fresh account whose clock stands at the given time. */
export const freshAccount = ({ sandbox }: Bench, at = JUNE): Omit<Bench, 'sandbox'> => {
  const key = `sk_test_${Math.random().toString(36).slice(2)}`
  const control = sandbox.account(key)
  control.startAt(at)
  return { stripe: clientOf(sandbox, key), control }
}

/** What a refused request says; fails when it is not refused. */
export const refusalOf = async (request: PromiseLike<unknown>): Promise<Stripe.errors.StripeError> => {
  try {
    await request
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) return error
    throw error
  }
  throw new Error('The request was not refused')
}

export interface Shop {
  readonly product: string
  readonly monthly: (amount: number, currency?: string) => Promise<string>
}

export const openShop = async (stripe: Stripe): Promise<Shop> => {
  const { id: product } = await stripe.products.create({ name: 'Plan' })
  const monthly = async (amount: number, currency = 'usd'): Promise<string> =>
    (await stripe.prices.create({ product, currency, unit_amount: amount, recurring: { interval: 'month' } })).id
  return { product, monthly }
}

export const payingCustomer = (stripe: Stripe, params: Stripe.CustomerCreateParams = {}): Promise<Stripe.Customer> =>
  stripe.customers.create({
    ...params,
    payment_method: 'pm_card_visa',
    invoice_settings: { default_payment_method: 'pm_card_visa' },
  })

export const invoicesOf = async (stripe: Stripe, customer: string): Promise<Stripe.Invoice[]> =>
  (await stripe.invoices.list({ customer, limit: 100 })).data.toReversed()
