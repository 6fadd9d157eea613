// Guarantee: a team's tenant follows what the team pays for, through a whole life of subscriptions, with the reason in words,
// without any event being heard.
import { expect, test } from 'vitest'
import { findTenant, listTenantEvents } from '../../server/features/tenants/store.ts'
import { DAY, JUNE, openSandbox } from '../support/payment-day.ts'
import { openTenantDesk } from '../support/tenant-desk.ts'

const sandbox = await openSandbox()

const openLife = async (options: { archiveDays?: number } = {}) => {
  const desk = await openTenantDesk(sandbox, options)
  const { stripe } = desk
  const { id: product } = await stripe.products.create({ name: 'Business', metadata: { 'max-gateways': '10' } })
  const plan = async (devices: string, over: object = {}) =>
    (
      await stripe.prices.create({
        product,
        currency: 'usd',
        unit_amount: 9000,
        recurring: { interval: 'month' },
        metadata: { 'tenant-plan': 'yes', 'max-end-devices': devices },
        ...over,
      })
    ).id
  const { id: customer } = await stripe.customers.create({
    name: 'Kestrel Robotics',
    payment_method: 'pm_card_visa',
    invoice_settings: { default_payment_method: 'pm_card_visa' },
  })
  const subscribe = (price: string, metadata: Record<string, string> = {}) =>
    stripe.subscriptions.create({
      customer,
      items: [{ price }],
      metadata: {
        'tenant-id': 'kestrel',
        'tenant-name': 'Kestrel',
        'admin-email': 'mara@kestrel.example',
        ...metadata,
      },
    })
  const payBy = async (method: string) => {
    const kept = await stripe.paymentMethods.attach(method, { customer })
    await stripe.customers.update(customer, { invoice_settings: { default_payment_method: kept.id } })
  }
  /** What the provisioner was told last. */
  const last = () => {
    const order = desk.orders().at(-1)
    return order && { state: order.state, reason: order.reason, limits: order.limits }
  }
  return { ...desk, customer, product, plan, subscribe, payBy, last }
}

const AUGUST = JUNE + 61 * DAY

test('created, past due, recovered, cancelled, back on another plan, upgraded', async () => {
  const life = await openLife()
  const { stripe, customer, moveTo, comeBy, last } = life
  await comeBy()
  expect(life.orders()).toEqual([])

  const first = await life.subscribe(await life.plan('500'))
  moveTo(JUNE + DAY)
  await comeBy()
  const limits = { 'max-end-devices': 500, 'max-gateways': 10 }
  expect(last()).toEqual({ state: 'active', reason: '“Business” is paid.', limits })
  expect(life.orders()[0]).toMatchObject({
    tenantId: 'kestrel',
    customerStripeId: customer,
    profile: { name: 'Kestrel', adminEmail: 'mara@kestrel.example' },
  })

  // The renewal of 1 July is tried an hour later and declined.
  await life.payBy('pm_card_chargeCustomerFail')
  moveTo(JUNE + 31 * DAY)
  await comeBy()
  const flagged = '“Business” is past due since 1 Jul 2026; suspended on 15 Jul 2026 unless it is paid.'
  expect(last()).toEqual({ state: 'flagged', reason: flagged, limits })

  moveTo(JUNE + 45 * DAY)
  await comeBy()
  const lapsed = '“Business” is past due since 1 Jul 2026, and was served until 15 Jul 2026.'
  expect(last()).toEqual({ state: 'suspended', reason: lapsed, limits: null })

  await life.payBy('pm_card_visa')
  const [open] = (await stripe.invoices.list({ customer, status: 'open' })).data
  await stripe.invoices.pay(open?.id ?? '')
  moveTo(JUNE + 46 * DAY)
  await comeBy()
  expect(last()).toEqual({ state: 'active', reason: '“Business” is paid.', limits })

  await stripe.subscriptions.cancel(first.id)
  moveTo(JUNE + 47 * DAY)
  await comeBy()
  expect(last()).toEqual({ state: 'suspended', reason: '“Business” ended on 17 Jul 2026.', limits: null })

  const small = await life.plan('50')
  const again = await life.subscribe(small)
  moveTo(JUNE + 48 * DAY)
  await comeBy()
  expect(last()).toMatchObject({ state: 'active', limits: { 'max-end-devices': 50 } })

  const item = again.items.data[0]?.id ?? ''
  await stripe.subscriptions.update(again.id, { items: [{ id: item, price: await life.plan('5000') }] })
  moveTo(AUGUST)
  await comeBy()
  expect(last()).toMatchObject({ state: 'active', limits: { 'max-end-devices': 5000, 'max-gateways': 10 } })

  const events = await listTenantEvents(life.kernel.db, 'kestrel', 100)
  expect(events.map(({ kind, state }) => `${kind} ${state ?? ''}`.trim()).toReversed()).toEqual([
    'noted',
    ...['active', 'flagged', 'suspended', 'active', 'suspended', 'active', 'active'].flatMap((state) => [
      `wanted ${state}`,
      `applied ${state}`,
    ]),
  ])
  // At rest nothing is said twice.
  const told = life.orders().length
  moveTo(AUGUST + DAY)
  await comeBy()
  expect(life.orders()).toHaveLength(told)
})

test('on trial, paused and resumed, cancelled for the end of its time, archived, and back', async () => {
  const life = await openLife({ archiveDays: 30 })
  const { stripe, customer, moveTo, comeBy, last } = life
  const price = await life.plan('500')
  const { id } = await stripe.subscriptions.create({
    customer,
    items: [{ price }],
    trial_end: JUNE + 10 * DAY,
    metadata: { team: 'kestrel' },
  })
  moveTo(JUNE + DAY)
  await comeBy()
  expect(last()).toMatchObject({ state: 'active', reason: 'On trial of “Business” until 11 Jun 2026.' })
  moveTo(JUNE + 11 * DAY)
  await comeBy()
  expect(last()).toMatchObject({ state: 'active', reason: '“Business” is paid.' })

  await stripe.subscriptions.update(id, { pause_collection: { behavior: 'void' } })
  moveTo(JUNE + 12 * DAY)
  await comeBy()
  expect(last()).toMatchObject({ state: 'active', reason: '“Business” runs; collecting its payments is paused.' })
  await stripe.subscriptions.update(id, { pause_collection: '' })
  await stripe.subscriptions.update(id, { cancel_at_period_end: true })
  moveTo(JUNE + 13 * DAY)
  await comeBy()
  expect(last()).toMatchObject({ state: 'active', reason: '“Business” is paid. It ends on 11 Jul 2026.' })

  // Its time ends on 11 July; looked at a day later, it is archived thirty days after that, to the second.
  moveTo(JUNE + 41 * DAY)
  await comeBy()
  expect(last()).toMatchObject({ state: 'suspended', reason: '“Business” ended on 11 Jul 2026.' })
  moveTo(JUNE + 71 * DAY - 1)
  await comeBy()
  expect(last()).toMatchObject({ state: 'suspended' })
  moveTo(JUNE + 71 * DAY)
  await comeBy()
  expect(last()).toEqual({
    state: 'archived',
    reason: '“Business” ended on 11 Jul 2026. Suspended since 12 Jul 2026, and archived on 11 Aug 2026.',
    limits: null,
  })
  await life.subscribe(await life.plan('50'), { 'tenant-id': '', team: 'kestrel' })
  moveTo(JUNE + 72 * DAY)
  await comeBy()
  expect(last()).toMatchObject({ state: 'active', limits: { 'max-end-devices': 50 } })
})

test('a payment that is told on the invoice alone lifts the flag at once, and so does giving it up', async () => {
  const life = await openLife()
  const { stripe, customer, moveTo, comeBy, last, hear } = life
  await life.subscribe(await life.plan('500'))
  moveTo(JUNE + DAY)
  await comeBy()
  await life.payBy('pm_card_chargeCustomerFail')
  moveTo(JUNE + 31 * DAY)
  const [open] = (await stripe.invoices.list({ customer, status: 'open' })).data
  const id = open?.id ?? ''
  await hear('invoice.payment_failed', id)
  expect(last()).toMatchObject({ state: 'flagged' })
  await life.payBy('pm_card_visa')
  await stripe.invoices.pay(id)
  await hear('invoice.paid', id)
  expect(last()).toMatchObject({ state: 'active', reason: '“Business” is paid.' })
  const told = life.orders().length
  // Nobody's tenant hangs on it.
  const stranger = await stripe.customers.create()
  const item = await stripe.invoices.create({ customer: stranger.id, auto_advance: false })
  await hear('invoice.voided', item.id ?? '')
  expect(life.orders()).toHaveLength(told)
})

test('a team that pays under another customer is not suspended, although the mirror knows nothing of it', async () => {
  const life = await openLife()
  const { stripe, moveTo, comeBy, last } = life
  const price = await life.plan('500')
  const first = await life.subscribe(price)
  moveTo(JUNE + DAY)
  await comeBy()
  await stripe.subscriptions.cancel(first.id)
  const other = await stripe.customers.create({
    payment_method: 'pm_card_visa',
    invoice_settings: { default_payment_method: 'pm_card_visa' },
  })
  await stripe.subscriptions.create({ customer: other.id, items: [{ price }], metadata: { team: 'kestrel' } })
  moveTo(JUNE + 2 * DAY)
  await comeBy()
  expect(last()).toMatchObject({ state: 'active' })
  expect(life.orders().map(({ state }) => state)).not.toContain('suspended')
  expect((await findTenant(life.kernel.db, 'kestrel'))?.customerStripeId).toBe(other.id)
})

test('limits that can’t be read hold a new tenant, by name, until they are mended', async () => {
  const life = await openLife()
  const { stripe, moveTo, comeBy, last, kernel } = life
  const price = await life.plan('many')
  await life.subscribe(price)
  moveTo(JUNE + DAY)
  await comeBy()
  expect(life.orders()).toEqual([])
  const held = await findTenant(kernel.db, 'kestrel')
  expect(held).toMatchObject({ problem: 'The plan’s limits can’t be read, and there are no earlier ones.' })
  expect(JSON.parse(held?.faults ?? '')).toEqual([
    { onStripeId: price, key: 'max-end-devices', value: 'many', why: 'is no whole number' },
  ])

  await stripe.prices.update(price, { metadata: { 'max-end-devices': '500' } })
  moveTo(JUNE + 2 * DAY)
  await comeBy()
  expect(last()).toMatchObject({ state: 'active', limits: { 'max-end-devices': 500 } })

  await stripe.prices.update(price, { metadata: { 'max-end-devices': '5oo' } })
  moveTo(JUNE + 3 * DAY)
  await comeBy()
  expect(last()).toMatchObject({ state: 'active', limits: { 'max-end-devices': 500 } })
  const kept = await findTenant(kernel.db, 'kestrel')
  expect(kept).toMatchObject({ problem: null, appliedState: 'active' })
  expect(kept?.faults).toContain('5oo')
})

test('a subscription that doesn’t say whose it is makes no tenant, and is named', async () => {
  const life = await openLife()
  const { id } = await life.subscribe(await life.plan('500'), { 'tenant-id': '', tenantid: 'kestrel' })
  life.moveTo(JUNE + DAY)
  await life.comeBy()
  expect(life.orders()).toEqual([])
  const sweep = await life.kernel.db.selectFrom('tenantSweep').selectAll().executeTakeFirstOrThrow()
  expect(JSON.parse(sweep.nameless)).toEqual([id])
})

test('an event has the tenant looked at at once, a new team’s and one that its customer paid for before', async () => {
  const life = await openLife()
  const { stripe, kernel, hear, last } = life
  const { id } = await life.subscribe(await life.plan('500'))
  await hear('customer.subscription.created', id)
  expect(last()).toMatchObject({ state: 'active' })

  await stripe.subscriptions.update(id, { metadata: { 'tenant-id': 'osprey' } })
  await hear('customer.subscription.updated', id)
  expect(life.orders().map(({ tenantId, state }) => `${tenantId} ${state}`)).toEqual([
    'kestrel active',
    'kestrel suspended',
    'osprey active',
  ])
  await stripe.subscriptions.cancel(id)
  await hear('customer.subscription.deleted', id)
  expect(last()).toMatchObject({ state: 'suspended', reason: '“Business” ended on 1 Jun 2026.' })

  // One that has nothing to do with tenants makes none.
  const plain = await stripe.prices.create({
    product: life.product,
    currency: 'usd',
    unit_amount: 100,
    recurring: { interval: 'month' },
  })
  const other = await life.subscribe(plain.id, { 'tenant-id': 'heron' })
  await hear('customer.subscription.created', other.id)
  expect(await findTenant(kernel.db, 'heron')).toBeUndefined()
})
