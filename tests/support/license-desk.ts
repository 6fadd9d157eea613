import type { RunningSandbox } from 'stripe-sandbox'
import { afterAll } from 'vitest'
import { EVENTS } from '../../server/app/events.ts'
import { searchLicenses } from '../../server/features/license-desk/search-licenses.ts'
import { inTransaction } from '../../server/kernel/transaction.ts'
import { drive, seatApprover, seatStaff } from './approvals.ts'
import { NOW, openDesk } from './desk.ts'
import { JUNE } from './payment-day.ts'

let desks = 0

/** What Stripe's plans say of licenses, by what each test needs otherwise. */
export const LICENSED = {
  'license-product': 'loomfield',
  'license-plan': 'Business',
  'license-instances': '2',
  'license-development-instances': '1',
  'max-end-devices': '1000',
}

/** A companion on an account of its own from 1 June 2026 on, with a customer who pays by card, finance and an approver. */
export const openLicenseDesk = async (sandbox: RunningSandbox) => {
  const key = `sk_test_licenses${desks++}`
  const control = sandbox.account(key)
  control.startAt(JUNE)
  const desk = await openDesk({ sandbox, key })
  afterAll(() => desk.close())
  const { kernel, stripe } = desk
  kernel.clock.advance(JUNE * 1000 - NOW)
  const tobias = await seatStaff(kernel, 'Tobias Ronning', ['finance'])
  const jonas = await seatApprover(kernel, 'Jonas Whitlock')
  const by = { actor: tobias, requestId: 'req_license' }
  const { id: customer } = await stripe.customers.create({
    name: 'Kestrel Robotics',
    email: 'billing@kestrel.example',
    metadata: { team: 'kestrel' },
    payment_method: 'pm_card_visa',
    invoice_settings: { default_payment_method: 'pm_card_visa' },
  })

  /** As the inbox does with an event. */
  const hear = async (type: string, stripeId: string): Promise<void> => {
    for (const use of EVENTS.get(type) ?? []) {
      const value = await use.read(kernel, stripeId)
      await inTransaction(kernel.db, (tx) => use.write(tx, [value]))
    }
  }
  const product = async (metadata: Record<string, string> = {}) =>
    (await stripe.products.create({ name: 'Loomfield Business', metadata: { ...LICENSED, ...metadata } })).id
  const price = async (productId: string, amount: number, interval: 'month' | null = 'month') =>
    (
      await stripe.prices.create({
        product: productId,
        currency: 'usd',
        unit_amount: amount,
        ...(interval === null ? {} : { recurring: { interval } }),
      })
    ).id
  const moveTo = (seconds: number): void => {
    control.advanceTo(seconds)
    kernel.clock.advance(seconds * 1000 - kernel.clock.now())
  }
  const licenses = async () => (await searchLicenses(kernel, { show: 'all' })).licenses
  const only = async () => {
    const [one, ...more] = await licenses()
    if (!one || more.length > 0) throw new Error(`${more.length + (one ? 1 : 0)} licenses instead of one`)
    return one
  }
  const run = () => drive(kernel)
  return { ...desk, control, customer, tobias, jonas, by, hear, product, price, moveTo, licenses, only, run }
}

export type LicenseDesk = Awaited<ReturnType<typeof openLicenseDesk>>
