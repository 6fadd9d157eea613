import type { Stripe } from 'stripe'
import type { RunningSandbox } from 'stripe-sandbox'
import { afterAll } from 'vitest'
import type { MeterAnswer } from '../../src-shared/features/metering.ts'
import { takeReport } from '../../server/features/metering/take-report.ts'
import { sweepItems } from '../../server/features/meters/sweep-items.ts'
import { workDue } from '../../server/features/meters/work-due.ts'
import { ines, NOW, openDesk } from './desk.ts'
import { JUNE } from './payment-day.ts'

export const never = new AbortController().signal

export const finance = { ...ines, id: 'stf_jonas', name: 'Jonas Weber', roles: ['finance'] as const }

/** What the route hands on of a report. */
export const REPORTED = { source: 'report', credentialId: null, address: '203.0.113.7' } as const

let desks = 0

/** A companion on an account of its own from 1 June 2026 on, with a meter of end devices that keeps the last value. */
export const openMeteringDesk = async (
  sandbox: RunningSandbox,
  { formula = 'last' }: { formula?: Stripe.Billing.MeterCreateParams.DefaultAggregation.Formula } = {},
) => {
  const key = `sk_test_metering${desks++}`
  const control = sandbox.account(key)
  control.startAt(JUNE)
  const desk = await openDesk({ sandbox, key })
  afterAll(() => desk.close())
  const { kernel, stripe } = desk
  kernel.clock.advance(JUNE * 1000 - NOW)
  const meter = await stripe.billing.meters.create({
    display_name: 'End devices',
    event_name: 'end_devices',
    default_aggregation: { formula },
  })
  const { id: product } = await stripe.products.create({ name: 'Network' })
  /** 25 cents a device and month. */
  const { id: price } = await stripe.prices.create({
    product,
    currency: 'usd',
    unit_amount: 25,
    recurring: { interval: 'month', usage_type: 'metered', meter: meter.id },
    metadata: { 'tenant-plan': 'yes' },
  })
  const subscribe = async (team: string, params: Partial<Stripe.SubscriptionCreateParams> = {}) => {
    const { id: customer } = await stripe.customers.create({
      payment_method: 'pm_card_visa',
      invoice_settings: { default_payment_method: 'pm_card_visa' },
    })
    const { id } = await stripe.subscriptions.create({ customer, items: [{ price }], metadata: { team }, ...params })
    return { id, customer }
  }
  /** Both clocks. */
  const moveTo = (seconds: number): void => {
    control.advanceTo(seconds)
    kernel.clock.advance(seconds * 1000 - kernel.clock.now())
  }
  const work = (holder = 'test') => workDue(kernel, holder, never)
  /** As the jobs come by. */
  const comeBy = async (): Promise<void> => {
    await sweepItems(kernel, 'test', never)
    await work()
  }
  const nowIso = (): string => new Date(kernel.clock.now()).toISOString()
  const report = (tenantId: string, devices: number, over: { measuredAt?: string; period?: string } = {}) =>
    takeReport(
      kernel,
      { measuredAt: nowIso(), totals: [{ tenantId, counts: { 'end-devices': devices }, ...over }] },
      REPORTED,
    )
  const summaryOf = async (customer: string, from: number, to: number): Promise<number> => {
    const span = { customer, start_time: from, end_time: to }
    return (await stripe.billing.meters.listEventSummaries(meter.id, span)).data[0]?.aggregated_value ?? 0
  }
  return { ...desk, kernel, control, meter, product, price, subscribe, moveTo, work, comeBy, report, summaryOf, nowIso }
}

/** `accepted`, or `held JUMP`. */
export const verdictOf = ({ results }: MeterAnswer): string => {
  const [first] = results
  return [first?.verdict, first?.code].filter(Boolean).join(' ')
}
