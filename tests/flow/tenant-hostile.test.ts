// Guarantee: whatever stands in metadata, and whatever whoever runs the tenants does, nobody who pays is shut out, nobody is served
// without a limit by a typing error, and what has to be mended is named where staff look.
import { MINUTE_MS } from '@countersign/shared/times'
import { expect, test } from 'vitest'
import { listTenants } from '../../server/features/tenants/list-tenants.ts'
import { readTenantSetup } from '../../server/features/tenants/read-tenant-setup.ts'
import type { TenantOrder } from '../../server/ports/provisioner.ts'
import { hang, type Reply, say } from '../support/http-door.ts'
import { DAY, JUNE, openSandbox } from '../support/payment-day.ts'
import { echo, keepTenants, openTenantDesk } from '../support/tenant-desk.ts'

const sandbox = await openSandbox()

type Metadata = Record<string, string>

const openHostile = async () => {
  const desk = await openTenantDesk(sandbox)
  const { stripe, kernel, comeBy, moveTo } = desk
  const { id: product } = await stripe.products.create({ name: 'Business' })
  const sell = async (metadata: Metadata, price: Metadata = {}, customerMetadata: Metadata = {}) => {
    const { id } = await stripe.prices.create({
      product,
      currency: 'usd',
      unit_amount: 9000,
      recurring: { interval: 'month' },
      metadata: { 'tenant-plan': 'yes', ...price },
    })
    const { id: customer } = await stripe.customers.create({
      payment_method: 'pm_card_visa',
      invoice_settings: { default_payment_method: 'pm_card_visa' },
      metadata: customerMetadata,
    })
    return { price: id, ...(await stripe.subscriptions.create({ customer, items: [{ price: id }], metadata })) }
  }
  const shown = async (teamId: string) =>
    (await listTenants(kernel, { show: 'all', cursor: null })).tenants.find((tenant) => tenant.teamId === teamId)
  const start = async () => {
    moveTo(JUNE + DAY)
    await comeBy()
  }
  return { ...desk, sell, shown, start }
}

test('metadata that is missing, misspelt or no number: named with its object, and never guessed', async () => {
  const { kernel, sell, shown, start, orders } = await openHostile()
  const nobody = await sell({})
  const misspeltKey = await sell({ tenantid: 'ghost', Team: 'ghost' })
  const byCustomer = await sell({ team: ' ' }, {}, { 'tenant-id': 'heron' })
  const mark = await sell({ team: 'perhaps' }, { 'tenant-plan': 'Yes!' })
  const words = await sell({ team: 'words' }, { 'max-users': 'many' })
  const almost = await sell({ team: 'almost' }, { max_users: '5' })
  const days = await sell({ team: 'days' }, { 'past-due-days': '2 weeks' })
  const html = await sell({ team: '<b>bold</b>', 'tenant-name': '"; drop table tenant; --' })
  await start()

  expect((await readTenantSetup(kernel)).nameless.toSorted()).toEqual([nobody.id, misspeltKey.id].toSorted())
  expect(await shown('heron')).toMatchObject({ state: 'active', customerStripeId: byCustomer.customer })
  expect(await shown('perhaps')).toMatchObject({
    state: 'requested',
    faults: [{ onStripeId: mark.price, key: 'tenant-plan', value: 'Yes!' }],
  })
  for (const [teamId, sold, key] of [
    ['words', words, 'max-users'],
    ['almost', almost, 'max_users'],
  ] as const) {
    const tenant = await shown(teamId)
    expect(tenant).toMatchObject({ state: 'requested', limits: null, faults: [{ onStripeId: sold.price, key }] })
    expect(tenant?.stuckSince).not.toBeNull()
  }
  expect(await shown('days')).toMatchObject({
    state: 'active',
    faults: [{ onStripeId: days.price, key: 'past-due-days', value: '2 weeks' }],
  })
  expect(await shown('<b>bold</b>')).toMatchObject({ state: 'active', paidBy: { agreementId: html.id } })
  // Nothing went out for those that wait.
  expect(
    orders()
      .map(({ tenantId }) => tenantId)
      .toSorted(),
  ).toEqual(['<b>bold</b>', 'days', 'heron'])
})

const only =
  (teamId: string, bad: Reply): Reply =>
  (knock, response) =>
    (knock.text.includes(teamId) ? bad : echo)(knock, response)

test('one who hangs for one tenant holds up no other, and is told by name', async () => {
  const { kernel, door, sell, shown, start } = await openHostile()
  await sell({ team: 'slow-team' })
  await sell({ team: 'kestrel' })
  door.answerWith(only('slow-team', hang))
  await start()
  expect(await shown('kestrel')).toMatchObject({ state: 'active', problem: null })
  expect(await shown('slow-team')).toMatchObject({
    state: 'requested',
    problem: 'The provisioner gave no answer: it did not answer in time.',
  })
  expect(kernel.clock.now()).toBe((JUNE + DAY) * 1000)
})

test('500 for an hour: stuck and said, then well again by itself, without anybody’s hand', async () => {
  const { door, sell, shown, start, work, moveTo } = await openHostile()
  await sell({ team: 'kestrel' })
  door.answerWith(say(500))
  await start()
  for (let minute = 1; minute <= 60; minute++) {
    moveTo(JUNE + DAY + minute * 60)
    await work()
  }
  expect(await shown('kestrel')).toMatchObject({ state: 'requested', problem: 'The provisioner answered HTTP 500.' })
  expect((await shown('kestrel'))?.stuckSince).not.toBeNull()
  door.answerWith(echo)
  moveTo(JUNE + DAY + 2 * 3600)
  await work()
  expect(await shown('kestrel')).toMatchObject({ state: 'active', problem: null, stuckSince: null })
})

test('one who says yes and does something else is found out, and what it really has is said', async () => {
  const { kernel, door, sell, shown, start, work, moveTo } = await openHostile()
  const { kept, reply } = keepTenants()
  door.answerWith(reply)
  await sell({ team: 'kestrel' }, { 'max-users': '5' })
  await start()
  kernel.clock.advance(61 * MINUTE_MS)
  await work()
  // From now on it echoes every order and keeps the team shut.
  const liar: Reply = (knock, response) => {
    const { type, data } = JSON.parse(knock.text) as { type: string; data: TenantOrder }
    const { tenantId, state } = data
    const told =
      type === 'tenant.wanted' ? { tenantId, state } : { tenantId, state: 'suspended', limits: { 'max-users': 0 } }
    say(200, told)(knock, response)
  }
  door.answerWith(liar)
  moveTo(JUNE + 2 * DAY)
  await work()
  expect(await shown('kestrel')).toMatchObject({
    problem: 'It says that it did as it was told, but state is suspended, not active; max-users is 0, not 5.',
  })
  door.answerWith(reply)
  moveTo(JUNE + 3 * DAY)
  await work()
  expect(await shown('kestrel')).toMatchObject({ state: 'active', problem: null })
  expect(kept.get('kestrel')).toMatchObject({ state: 'active', limits: { 'max-users': 5 } })
})
