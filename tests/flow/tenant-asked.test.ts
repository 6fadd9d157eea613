// Guarantee: staff see each tenant as it is, what it shall become and why that doesn't happen, and can have it tried again at once;
// every change of a tenant is in the log with its reason.
import { expect, test } from 'vitest'
import { askReconcile } from '../../server/features/tenants/ask-reconcile.ts'
import { listTenants } from '../../server/features/tenants/list-tenants.ts'
import { readTenantHistory } from '../../server/features/tenants/read-tenant-history.ts'
import { readTenantSetup } from '../../server/features/tenants/read-tenant-setup.ts'
import { AppError } from '../../server/kernel/errors.ts'
import { ines } from '../support/desk.ts'
import { say } from '../support/http-door.ts'
import { DAY, JUNE, openSandbox } from '../support/payment-day.ts'
import { echo, openTenantDesk } from '../support/tenant-desk.ts'

const sandbox = await openSandbox()

const openSold = async () => {
  const desk = await openTenantDesk(sandbox)
  const { stripe } = desk
  const { id: product } = await stripe.products.create({ name: 'Business', metadata: { 'tenant-plan': 'yes' } })
  const { id: price } = await stripe.prices.create({
    product,
    currency: 'usd',
    unit_amount: 9000,
    recurring: { interval: 'month' },
    metadata: { 'max-users': '5' },
  })
  const subscribe = async (teamId: string) => {
    const { id: customer } = await stripe.customers.create({
      payment_method: 'pm_card_visa',
      invoice_settings: { default_payment_method: 'pm_card_visa' },
    })
    await stripe.subscriptions.create({ customer, items: [{ price }], metadata: { team: teamId } })
  }
  return { ...desk, subscribe }
}

const all = { show: 'all', cursor: null } as const
const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof AppError ? error.code : error),
  )

test('a tenant that is stuck is listed with what it waits for, and goes on when somebody has it tried again', async () => {
  const { kernel, door, subscribe, comeBy, moveTo } = await openSold()
  await subscribe('kestrel')
  await subscribe('osprey')
  door.answerWith((knock, response) => (knock.text.includes('osprey') ? say(401) : echo)(knock, response))
  moveTo(JUNE + DAY)
  await comeBy()
  const at = new Date(kernel.clock.now()).toISOString()
  expect(await readTenantSetup(kernel)).toEqual({
    provisioner: { kind: 'http-callback', host: 'callbacks.example', pastDueDays: 14, archiveDays: null },
    sweptAt: at,
    nameless: [],
    stuck: 1,
  })
  expect(await listTenants(kernel, all)).toMatchObject({
    nextCursor: null,
    tenants: [
      { teamId: 'kestrel', state: 'active', reason: '“Business” is paid.', coming: null, limits: { 'max-users': 5 } },
      {
        teamId: 'osprey',
        state: 'requested',
        reason: null,
        coming: { state: 'active', reason: '“Business” is paid.' },
        limits: null,
        problem: 'The provisioner answered HTTP 401.',
        stuckSince: at,
      },
    ],
  })
  expect((await listTenants(kernel, { show: 'stuck' })).tenants.map(({ teamId }) => teamId)).toEqual(['osprey'])

  door.answerWith(echo)
  // Entries of one moment have no order.
  kernel.clock.advance(1000)
  await askReconcile(kernel, { actor: ines, requestId: 'req_1', teamId: 'osprey' })
  kernel.clock.advance(1000)
  await comeBy()
  expect((await listTenants(kernel, { show: 'stuck' })).tenants).toEqual([])
  const { events } = await readTenantHistory(kernel, 'osprey')
  expect(events.map(({ kind, text }) => [kind, text])).toEqual([
    ['applied', '“Business” is paid.'],
    ['stuck', 'The provisioner answered HTTP 401.'],
    ['wanted', '“Business” is paid.'],
    ['noted', 'First seen with a plan that has a tenant.'],
  ])
  const log = await kernel.db
    .selectFrom('auditEntry')
    .select(['actorId', 'action', 'subjectId', 'reason'])
    .where('subjectKind', '=', 'tenant')
    .orderBy('at')
    .orderBy('id')
    .execute()
  expect(log).toEqual([
    { actorId: 'system:tenants', action: 'tenant.active', subjectId: 'kestrel', reason: '“Business” is paid.' },
    { actorId: 'stf_ines', action: 'tenant.asked', subjectId: 'osprey', reason: null },
    { actorId: 'system:tenants', action: 'tenant.active', subjectId: 'osprey', reason: '“Business” is paid.' },
  ])
})

test('a tenant that was applied is handed over anew, under another id', async () => {
  const { kernel, subscribe, comeBy, moveTo, orders } = await openSold()
  await subscribe('kestrel')
  moveTo(JUNE + DAY)
  await comeBy()
  await askReconcile(kernel, { actor: ines, requestId: null, teamId: 'kestrel' })
  await comeBy()
  expect(orders().map(({ tenantId, state }) => [tenantId, state])).toEqual([
    ['kestrel', 'active'],
    ['kestrel', 'active'],
  ])
  expect((await listTenants(kernel, all)).tenants).toMatchObject([{ state: 'active', coming: null }])
})

test('a team without a plan that has a tenant can’t be tried, nor any team where nobody runs tenants', async () => {
  const { kernel } = await openSold()
  const asked = { actor: ines, requestId: null, teamId: 'nobody' }
  expect(await refusalOf(askReconcile(kernel, asked))).toBe('NOT_FOUND')
  const { tenants: _tenants, ...settings } = kernel.settings
  expect(await refusalOf(askReconcile({ ...kernel, settings }, asked))).toBe('TENANTS_NOT_SET_UP')
  expect(await readTenantSetup({ ...kernel, settings })).toMatchObject({ provisioner: null, sweptAt: null })
})
