// Guarantee: turning the pages of a customer's lists, or of the log, leaves a trace like opening them does; and what
// breaks on our side is in the log with the request's id, and shows nothing of itself.
import { Writable } from 'node:stream'
import type { AppRouter } from '../../server/app/staff-router.ts'
import { appRouter } from '../../server/app/staff-router.ts'
import { createLogger } from '../../server/app/logger.ts'
import type { Kernel } from '../../server/kernel/context.ts'
import type { inferRouterOutputs } from '@trpc/server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Desk, ines, openDesk } from '../support/desk.ts'

let desk: Desk
const lines: string[] = []
const log = createLogger(
  'info',
  new Writable({ write: (chunk, _encoding, done) => (lines.push(String(chunk)), done()) }),
)

const callerOf = (kernel: Kernel) =>
  appRouter.createCaller({ kernel, staff: { ...ines, roles: ['auditor'] }, requestId: 'req_7', address: '127.0.0.1' })

const entries = (action: string) =>
  desk.kernel.db.selectFrom('auditEntry').selectAll().where('action', '=', action).execute()

beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

test('each further page of a customer’s invoices and balance is a look at the customer', async () => {
  const { stripe } = desk
  const customer = await stripe.customers.create({ name: 'Kestrel' })
  const first = await stripe.invoices.create({ customer: customer.id })
  const credit = await stripe.customers.createBalanceTransaction(customer.id, { amount: -500, currency: 'usd' })
  const caller = callerOf(desk.kernel)
  type More = inferRouterOutputs<AppRouter>['subscriptions']['moreInvoices']
  const more: More = await caller.subscriptions.moreInvoices({ customerStripeId: customer.id, startingAfter: first.id })
  expect(more).toEqual({ rows: [], hasMore: false })
  await caller.subscriptions.moreBalance({ customerStripeId: customer.id, startingAfter: credit.id })
  const looks = (await entries('customer.opened')).map((entry) => [entry.subjectId, JSON.parse(entry.details).part])
  expect(looks).toEqual([
    [customer.id, 'invoices'],
    [customer.id, 'balance'],
  ])
})

test('the list of a customer’s credits is a look at the customer', async () => {
  const { id } = await desk.stripe.customers.create({ name: 'Marlow' })
  await callerOf(desk.kernel).credits.list({ customerStripeId: id })
  const looks = (await entries('customer.opened')).filter(({ subjectId }) => subjectId === id)
  expect(looks.map(({ details, outcome }) => [JSON.parse(details).part, outcome])).toEqual([['credits', 'done']])
})

test('the log can’t be read from the middle without a trace, nor one entry of it', async () => {
  const caller = callerOf(desk.kernel)
  const page = await caller.audit.page({ limit: 1 })
  await caller.audit.page({ limit: 1, cursor: page.nextCursor ?? '', filter: { actorId: 'someone' } })
  await caller.audit.entry({ id: page.entries[0]?.id ?? '' })
  const filters = (await entries('audit.opened')).map((entry) => JSON.parse(entry.details).filter)
  expect(filters).toEqual([{}, { actorId: 'someone' }, { entry: page.entries[0]?.id }])
})

test('an answer of Stripe that our own shapes don’t know is our bug: logged by id, and told without its inside', async () => {
  const customer = await desk.stripe.customers.create({ name: 'Kestrel' })
  const strange = {
    ...desk.kernel,
    log,
    stripe: { ...desk.kernel.stripe, listInvoices: async () => ({ rows: [{ odd: 1 }], hasMore: false }) },
  }
  const asking = callerOf(strange as unknown as Kernel).subscriptions.moreInvoices({
    customerStripeId: customer.id,
    startingAfter: 'in_1',
  })
  await expect(asking).rejects.toMatchObject({ code: 'INTERNAL_SERVER_ERROR' })
  const line = lines.map((text) => JSON.parse(text)).find((one) => one.msg === 'broken invariant')
  expect(line).toMatchObject({ requestId: 'req_7', path: 'subscriptions.moreInvoices', code: 'INTERNAL' })
})
