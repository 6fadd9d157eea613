// Guarantee: what somebody breaks at Stripe, in the database or at the provisioner is found and named by what it costs, is set
// right, and is gone the next time; while all agree nothing is found.
import { expect, test } from 'vitest'
import { askApproval } from '../../server/features/approvals/index.ts'
import { proveSubject } from '../../server/features/cases/index.ts'
import { giveCode } from '../../server/features/coupons/index.ts'
import { issueCredit } from '../../server/features/credits/index.ts'
import { startDriftJobs } from '../../server/features/drift/index.ts'
import { decide, drive, proveTeam, someAsk } from '../support/approvals.ts'
import { months } from '../support/coupon-day.ts'
import { openDriftDesk } from '../support/drift-desk.ts'
import { DAY, JUNE, openSandbox } from '../support/payment-day.ts'
import { keepTenants } from '../support/tenant-desk.ts'

const sandbox = await openSandbox()

test('the mirror: what differs, is missing or is gone at Stripe is found, read again, and gone', async () => {
  const desk = await openDriftDesk(sandbox)
  const { stripe, kernel, compare, named, list, repair, history, status } = desk
  const [first, second, third] = [await desk.enter('a'), await desk.enter('b'), await desk.enter('c')]
  await stripe.subscriptions.create({ customer: first, items: [{ price: await desk.plan() }], metadata: { team: 'a' } })
  await desk.fill()
  expect(await compare()).toBe('done')
  expect(await named()).toEqual([])
  expect((await status()).last?.compared).toMatchObject({ customers: 3, subscriptions: 1, invoices: 1, running: 1 })

  // No event of these is ever heard.
  await stripe.customers.update(first, { name: 'Kestrel Robotics GmbH', email: 'billing@kestrel.example' })
  await stripe.customers.del(second)
  const fourth = await desk.enter('d')
  await kernel.db.deleteFrom('mirrorInvoice').execute()
  const [invoice] = (await stripe.invoices.list()).data
  expect(await compare()).toBe('done')
  expect((await named()).toSorted()).toEqual(
    [
      `mirror.differs ${first}`,
      `mirror.gone ${second}`,
      `mirror.missing ${fourth}`,
      `mirror.missing ${invoice?.id}`,
    ].toSorted(),
  )
  const findings = await list()
  const changed = findings.find(({ subjectId }) => subjectId === first)
  expect(changed).toMatchObject({
    severity: 'stale',
    teamId: 'a',
    sides: [
      { field: 'name', there: 'Kestrel Robotics GmbH', here: 'Kestrel Robotics' },
      { field: 'email', there: 'billing@kestrel.example', here: null },
    ],
  })
  expect(changed?.explanation).toContain('another name and email of this customer')

  for (const { id, subjectId } of findings)
    if (subjectId !== third) expect(await repair(id)).toEqual({ outcome: 'repaired' })
  expect(await named()).toEqual([])
  expect(await history(changed?.id ?? '')).toEqual(['repaired by Ines Albrecht', 'found by comparison'])
  await compare()
  expect(await named()).toEqual([])
  expect((await list('over')).map(({ state }) => state)).toEqual(['repaired', 'repaired', 'repaired', 'repaired'])
})

test('teams: one id twice, another team’s, none at all, and a second subscription made by hand', async () => {
  const desk = await openDriftDesk(sandbox)
  const { stripe, compare, named, list } = desk
  const [plain, hosted] = [await desk.plan(), await desk.plan({ 'tenant-plan': 'yes' })]
  const subscribe = async (customer: string, team: string | null, price = plain) =>
    (
      await stripe.subscriptions.create({
        customer,
        items: [{ price }],
        metadata: team === null ? {} : { team },
      })
    ).id
  const [twinA, twinB] = [await desk.enter('kestrel'), await desk.enter('kestrel', 'Kestrel Robotics Werk Nord')]
  const osprey = await desk.enter('osprey')
  await subscribe(osprey, 'osprey')
  const byHand = await subscribe(osprey, null)
  const other = await subscribe(twinA, 'merlin')
  const nameless = await subscribe(await desk.enter(null), null, hosted)
  await desk.fill()
  await compare()
  expect((await named()).toSorted()).toEqual(
    [`team.absent ${nameless}`, `team.by-hand ${byHand}`, `team.differs ${other}`, 'team.shared kestrel'].toSorted(),
  )
  // Who pays and gets nothing comes first.
  expect((await named())[0]).toBe(`team.absent ${nameless}`)
  const shared = (await list()).find(({ kind }) => kind === 'team.shared')
  expect(shared?.sides.map(({ field }) => field).toSorted()).toEqual([twinA, twinB].toSorted())

  await stripe.customers.update(twinB, { metadata: { team: 'kestrel-nord' } })
  await stripe.subscriptions.update(other, { metadata: { team: 'kestrel' } })
  await stripe.subscriptions.update(nameless, { metadata: { team: 'heron' } })
  await stripe.subscriptions.cancel(byHand)
  await desk.fill()
  await compare()
  expect(await named()).toEqual([])
  expect(new Set((await list('over')).map(({ state }) => state))).toEqual(new Set(['gone']))
})

test('tenants: changed behind our back, shut though paid for, running unpaid, held by a misspelt limit', async () => {
  const desk = await openDriftDesk(sandbox)
  const { stripe, door, compare, named, list, repair, work, comeBy } = desk
  const { kept, reply } = keepTenants()
  door.answerWith(reply)
  const price = await desk.plan({ 'tenant-plan': 'yes', 'max-end-devices': '500' })
  const misspelt = await desk.plan({ 'tenant-plan': 'yes', 'max-end-devices': 'five hundred' })
  const subscribe = async (team: string, plan = price) =>
    stripe.subscriptions.create({ customer: await desk.enter(team), items: [{ price: plan }], metadata: { team } })
  await subscribe('kestrel')
  const osprey = await subscribe('osprey')
  await subscribe('heron')
  await subscribe('merlin', misspelt)
  await comeBy()
  await desk.fill()
  await compare()
  expect(await named()).toEqual(['tenant.held merlin'])
  expect((await list())[0]).toMatchObject({ severity: 'shut-out', repair: { kind: 'elsewhere' } })

  // Somebody at the provisioner, and an order for the third that was never given.
  kept.set('kestrel', { state: 'suspended', limits: { 'max-end-devices': 500 } })
  kept.set('osprey', { state: 'active', limits: { 'max-end-devices': 100 } })
  await compare()
  expect(await named()).toEqual(expect.arrayContaining(['tenant.missing kestrel', 'tenant.limits osprey']))
  const limits = (await list()).find(({ kind }) => kind === 'tenant.limits')
  expect(limits).toMatchObject({
    severity: 'shut-out',
    sides: [{ field: 'max-end-devices', there: '500', here: '100' }],
  })
  for (const { id, kind } of await list())
    if (kind !== 'tenant.held') expect(await repair(id)).toEqual({ outcome: 'asked' })
  await work()
  expect(kept.get('kestrel')?.state).toBe('active')
  await compare()
  expect(await named()).toEqual(['tenant.held merlin'])

  // It ends, and the provisioner says yes and goes on serving it.
  await stripe.subscriptions.cancel(osprey.id)
  desk.moveTo(JUNE + DAY)
  await work()
  kept.set('osprey', { state: 'active', limits: { 'max-end-devices': 500 } })
  await compare()
  expect(await named()).toContain('tenant.unpaid osprey')
  const unpaid = (await list()).find(({ kind }) => kind === 'tenant.unpaid')
  expect(unpaid?.severity).toBe('money')
  expect(await repair(unpaid?.id ?? '')).toEqual({ outcome: 'asked' })
  await work()
  await desk.fill()
  await compare()
  expect(kept.get('osprey')?.state).toBe('suspended')
  expect(await named()).toEqual(['tenant.held merlin'])
  expect((await list('over')).find(({ id }) => id === unpaid?.id)?.state).toBe('repaired')
})

test('coupons and credits: deleted, hung on by hand, credited by hand; what was asked for here is explained', async () => {
  const desk = await openDriftDesk(sandbox)
  const { stripe, kernel, finance, approver, compare, named, list } = desk
  const price = await desk.plan()
  const customer = await desk.enter('kestrel')
  const subscription = await stripe.subscriptions.create({
    customer,
    items: [{ price }],
    metadata: { team: 'kestrel' },
  })
  const subject = async () =>
    proveSubject(kernel, await proveTeam(kernel, finance, { teamId: 'kestrel', ticket: '#48213' }))
  const asked = { actor: finance, requestId: 'req_ask' }
  const worth = { priceStripeId: price, quantity: 1, share: months(1), reasonId: 'outage', validDays: 30 }
  const code = await askApproval(kernel, asked, giveCode, { subject: await subject(), payload: worth, ask: someAsk() })
  await drive(kernel)
  const payload = { amount: { amount: 1500, currency: 'usd' }, reasonId: 'outage' }
  const credit = await askApproval(kernel, asked, issueCredit, { subject: await subject(), payload, ask: someAsk() })
  await decide(kernel, approver, credit.id)
  await drive(kernel)
  await desk.fill()
  await compare()
  expect(await named()).toEqual([])

  // By our record it is retired; at Stripe its code works all the same.
  await kernel.db.updateTable('couponGrant').set({ isRetired: 1, isSettled: 1 }).where('id', '=', code.id).execute()
  await compare()
  expect(await list()).toMatchObject([{ kind: 'coupon.active', repair: { kind: 'elsewhere' } }])

  await stripe.coupons.del(`cs-${code.id}`)
  const { id: coupon } = await stripe.coupons.create({ percent_off: 50, duration: 'forever' })
  await stripe.subscriptions.update(subscription.id, { discounts: [{ coupon }] })
  const { discounts } = await stripe.subscriptions.retrieve(subscription.id)
  const discount = discounts.map((one) => (typeof one === 'string' ? one : one.id))[0] ?? ''
  const byHand = await stripe.customers.createBalanceTransaction(customer, {
    amount: -4200,
    currency: 'usd',
    description: 'as agreed on the phone',
  })
  // No event of it was heard: that the mirror differs is enough to have the balance looked at.
  await compare()
  expect((await named()).filter((name) => !name.startsWith('mirror.')).toSorted()).toEqual(
    [`coupon.gone cs-${code.id}`, `credit.unexplained ${byHand.id}`, `discount.unexplained ${discount}`].toSorted(),
  )
  const findings = await list()
  expect(findings.find(({ kind }) => kind === 'credit.unexplained')).toMatchObject({
    severity: 'money',
    explanation: expect.stringContaining('42.00 USD were credited to this customer’s balance'),
    repair: { kind: 'form', form: 'reversal', creditStripeId: byHand.id },
  })
  expect(findings.find(({ kind }) => kind === 'discount.unexplained')).toMatchObject({
    explanation: expect.stringContaining('somebody with Stripe’s dashboard'),
    repair: { kind: 'form', form: 'stack', subscriptionStripeId: subscription.id },
  })
  // Money is only ever moved through a request.
  for (const { id, repair } of findings)
    if (repair.kind !== 'reread') await expect(desk.repair(id)).rejects.toMatchObject({ code: 'DRIFT_NOT_HERE' })

  await stripe.subscriptions.update(subscription.id, { discounts: '' })
  await desk.fill()
  await compare()
  expect(await named()).not.toContain(`discount.unexplained ${discount}`)
})

test('who pays and was never heard of is found after an hour and served by the repair; what stands still is counted', async () => {
  const desk = await openDriftDesk(sandbox)
  const { stripe, kernel, door, finance, approver, compare, named, list, repair, work } = desk
  const { kept, reply } = keepTenants()
  door.answerWith(reply)
  const price = await desk.plan({ 'tenant-plan': 'yes' })
  const customer = await desk.enter('kestrel')
  await stripe.subscriptions.create({ customer, items: [{ price }], metadata: { team: 'kestrel' } })
  const subject = await proveSubject(kernel, await proveTeam(kernel, finance, { teamId: 'kestrel', ticket: '#48213' }))
  const payload = { amount: { amount: 1500, currency: 'usd' }, reasonId: 'outage' }
  const asked = { actor: finance, requestId: 'req_ask' }
  const credit = await askApproval(kernel, asked, issueCredit, { subject, payload, ask: someAsk() })
  await decide(kernel, approver, credit.id)
  await desk.fill()
  // Both may be on their way.
  await compare()
  expect(await named()).toEqual([])

  desk.moveTo(JUNE + 2 * DAY)
  await desk.fill()
  await compare()
  expect(await named()).toEqual(['tenant.missing kestrel', 'work.executions executions'])
  const [missing, stuck] = await list()
  expect(stuck).toMatchObject({ severity: 'money', repair: { kind: 'page', page: 'approvals' } })
  expect(await repair(missing?.id ?? '')).toEqual({ outcome: 'asked' })
  await work()
  expect(kept.get('kestrel')?.state).toBe('active')
  await drive(kernel)
  await desk.fill()
  await compare()
  expect(await named()).toEqual([])
  expect((await list('over')).map(({ kind, state }) => `${kind} ${state}`).toSorted()).toEqual([
    'tenant.missing repaired',
    'work.executions gone',
  ])
})

test('it is compared once a day by whichever replica comes first, and is found as it was left by a restart', async () => {
  const desk = await openDriftDesk(sandbox)
  const { stripe, named } = desk
  const customer = await desk.enter('kestrel')
  await desk.fill()
  await desk.compare()
  await stripe.customers.update(customer, { name: 'Kestrel Robotics GmbH' })
  const drift = { dailyAt: '02:00', readsPerSecond: 12 }
  const kernel = { ...desk.kernel, settings: { ...desk.kernel.settings, drift } }
  const runs = () => kernel.db.selectFrom('driftRun').select(['id', 'state', 'askedBy']).orderBy('id').execute()
  desk.moveTo(JUNE + DAY + 2 * 3600)
  const [first, second] = [startDriftJobs(kernel), startDriftJobs(kernel)]
  await expect.poll(async () => (await runs()).length, { timeout: 10_000 }).toBe(2)
  await Promise.all([first.stop(), second.stop()])
  const third = startDriftJobs(kernel)
  const states = async () => {
    desk.kernel.clock.advance(5000)
    return (await runs()).map(({ state, askedBy }) => `${state} ${askedBy ?? 'by itself'}`)
  }
  await expect.poll(states, { timeout: 20_000 }).toEqual(['done by itself', 'done by itself'])
  await third.stop()
  expect(await named()).toEqual([`mirror.differs ${customer}`])
})
