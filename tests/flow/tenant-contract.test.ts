// Guarantee: what a team pays outside of Stripe runs its tenant on an approver's word alone, from its first second to its last;
// a team moves between Stripe and a contract, either way, without an interruption while both overlap, and every gap is told.
import type { ChangeContract, StartContract } from '@countersign/shared/features/contracts'
import { expect, test } from 'vitest'
import { askApproval, previewAction } from '../../server/features/approvals/index.ts'
import { changeContract, startContract } from '../../server/features/tenants/index.ts'
import { describeContracts } from '../../server/features/tenants/describe-contracts.ts'
import { planContract } from '../../server/features/tenants/plan-contract.ts'
import { planContractChange } from '../../server/features/tenants/plan-contract-change.ts'
import { findTenant, listTenantEvents } from '../../server/features/tenants/store.ts'
import { AppError } from '../../server/kernel/errors.ts'
import { decide, drive, seatApprover, seatStaff, someAsk } from '../support/approvals.ts'
import { DAY, JUNE, openSandbox } from '../support/payment-day.ts'
import { openTenantDesk } from '../support/tenant-desk.ts'

const sandbox = await openSandbox()

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString()
const codeOf = (error: unknown): unknown => (error instanceof AppError ? error.code : error)

const openContracts = async () => {
  const desk = await openTenantDesk(sandbox)
  const { kernel, stripe } = desk
  const mara = await seatStaff(kernel, 'Mara Lindqvist', ['finance'])
  const jonas = await seatApprover(kernel, 'Jonas Whitlock')
  const asking = () => ({
    actor: { ...mara, confirmedAt: kernel.clock.now(), sessionExpiresAt: kernel.clock.now() + 3_600_000 },
    requestId: 'req_1',
  })
  const approve = async (id: string) => {
    await decide(kernel, { ...jonas, actor: { ...jonas.actor, confirmedAt: kernel.clock.now() } }, id)
    await drive(kernel)
  }
  const wish = (over: Partial<StartContract> = {}): StartContract => ({
    teamId: 'kestrel',
    kind: 'wire',
    reference: 'PO-17',
    plan: { from: 'stated', name: 'Enterprise', limits: { 'max-end-devices': 9000 } },
    startsAt: iso(JUNE),
    endsAt: iso(JUNE + 60 * DAY),
    graceDays: 0,
    support: 'Gold, 4 hours',
    tenantName: 'Kestrel',
    adminEmail: 'mara@kestrel.example',
    ...over,
  })
  const askStart = (payload: StartContract) =>
    askApproval(kernel, asking(), startContract, {
      subject: planContract(payload),
      payload,
      ask: someAsk('Signed on 28 May'),
    })
  const askChange = async (payload: ChangeContract) =>
    askApproval(kernel, asking(), changeContract, {
      subject: await planContractChange(kernel, payload),
      payload,
      ask: someAsk('Agreed with Kestrel'),
    })
  const subscribe = async () => {
    const { id: product } = await stripe.products.create({ name: 'Business' })
    const metadata = { 'tenant-plan': 'yes', 'max-end-devices': '500' }
    const price = { product, currency: 'usd', unit_amount: 9000, recurring: { interval: 'month' as const }, metadata }
    const { id } = await stripe.prices.create(price)
    const { id: customer } = await stripe.customers.create({
      payment_method: 'pm_card_visa',
      invoice_settings: { default_payment_method: 'pm_card_visa' },
    })
    return stripe.subscriptions.create({ customer, items: [{ price: id }], metadata: { team: 'kestrel' } })
  }
  const states = () => desk.orders().map(({ state, paidBy }) => `${state} ${paidBy?.backend ?? 'nobody'}`)
  return { ...desk, asking, approve, wish, askStart, askChange, subscribe, states }
}

test('it runs from the approver’s word on, and ends in its very second; an earlier end is approved too', async () => {
  const life = await openContracts()
  const { kernel, work, orders, wish, askStart, askChange, approve } = life
  const { id, approversNeeded } = await askStart(wish())
  expect(approversNeeded).toBe(1)
  await work()
  expect(orders()).toEqual([])
  await approve(id)
  await work()
  expect(orders()).toMatchObject([
    {
      tenantId: 'kestrel',
      customerStripeId: null,
      state: 'active',
      reason: '“Enterprise” by wire transfer (PO-17) runs until 31 Jul 2026.',
      limits: { 'max-end-devices': 9000 },
      profile: { name: 'Kestrel', adminEmail: 'mara@kestrel.example' },
    },
  ])
  const [contract] = await describeContracts(kernel, 'kestrel')
  expect(contract).toMatchObject({
    reference: 'PO-17',
    support: 'Gold, 4 hours',
    revision: 1,
    standing: { state: 'active' },
  })
  expect(orders()[0]?.paidBy).toEqual({ backend: 'contract', agreementId: contract?.id })

  // Ending it ten days from now takes another word; until then nothing moves.
  const end = JUNE + 10 * DAY
  const change: ChangeContract = {
    contractId: contract?.id ?? '',
    revision: 1,
    plan: { from: 'stated', name: 'Enterprise', limits: { 'max-end-devices': 9000 } },
    startsAt: iso(JUNE),
    endsAt: iso(end),
    graceDays: 0,
    support: null,
  }
  const subject = await planContractChange(kernel, change)
  const { card } = await previewAction(kernel, changeContract, { subject, requesterId: 'stf_x', payload: change })
  expect(card.lines).toContainEqual({
    label: 'Ends',
    before: '31 Jul 2026, 00:00 UTC',
    after: '11 Jun 2026, 00:00 UTC',
  })
  expect(card.warnings).toEqual(['The tenant is suspended from 11 Jun 2026, 00:00 UTC on, unless something else pays.'])
  const { id: ending } = await askChange(change)
  const { id: twin } = await askChange({ ...change, graceDays: 5 })
  await approve(ending)
  await work()
  expect(orders().at(-1)).toMatchObject({
    state: 'active',
    reason: '“Enterprise” by wire transfer (PO-17) runs until 11 Jun 2026.',
  })
  // What was asked of the terms before is not done to these.
  await approve(twin)
  expect(
    await kernel.db.selectFrom('approvalRequest').select('state').where('id', '=', twin).executeTakeFirst(),
  ).toEqual({
    state: 'stale',
  })
  expect(await askChange(change).catch(codeOf)).toBe('CONTRACT_MOVED')

  life.moveTo(end - 1)
  await work()
  expect(orders().at(-1)).toMatchObject({ state: 'active' })
  life.moveTo(end)
  await work()
  expect(orders().at(-1)).toMatchObject({
    state: 'suspended',
    reason: '“Enterprise” by wire transfer (PO-17) ended on 11 Jun 2026.',
    limits: null,
    paidBy: null,
  })
  const events = await listTenantEvents(kernel.db, 'kestrel', 50)
  expect(events.filter(({ kind }) => kind === 'agreed').map(({ text }) => text)).toEqual([
    '“Enterprise” by wire transfer (PO-17) runs until 11 Jun 2026.',
    '“Enterprise” by wire transfer (PO-17) runs until 31 Jul 2026.',
  ])
})

test('from Stripe to a contract and back, overlapping: never anything but active', async () => {
  const life = await openContracts()
  const { stripe, comeBy, moveTo, states, wish, askStart, approve } = life
  const first = await life.subscribe()
  moveTo(JUNE + DAY)
  await comeBy()
  const { id } = await askStart(wish({ startsAt: iso(JUNE + 5 * DAY), endsAt: iso(JUNE + 20 * DAY) }))
  await approve(id)
  await comeBy()
  moveTo(JUNE + 5 * DAY)
  await comeBy()
  expect(life.orders().at(-1)).toMatchObject({ state: 'active', limits: { 'max-end-devices': 9000 } })
  moveTo(JUNE + 8 * DAY)
  await stripe.subscriptions.cancel(first.id)
  await comeBy()
  moveTo(JUNE + 15 * DAY)
  await life.subscribe()
  await comeBy()
  moveTo(JUNE + 20 * DAY)
  await comeBy()
  expect(life.orders().at(-1)).toMatchObject({
    state: 'active',
    reason: '“Business” is paid.',
    limits: { 'max-end-devices': 500 },
  })
  expect(new Set(states())).toEqual(new Set(['active stripe', 'active contract']))
  expect(states().at(-1)).toBe('active stripe')
  expect(await findTenant(life.kernel.db, 'kestrel')).toMatchObject({ backend: 'stripe', stoppedAt: null })
})

test('a gap is told: served for its days after the end, then suspended, then back with the subscription', async () => {
  const life = await openContracts()
  const { comeBy, work, moveTo, orders, wish, askStart, approve } = life
  const { id } = await askStart(wish({ kind: 'prepaid', endsAt: iso(JUNE + 10 * DAY), graceDays: 3 }))
  await approve(id)
  await work()
  moveTo(JUNE + 10 * DAY)
  await work()
  const ended = '“Enterprise” prepaid (PO-17) ended on 11 Jun 2026'
  expect(orders().at(-1)).toMatchObject({
    state: 'flagged',
    reason: `${ended}; suspended on 14 Jun 2026 unless it goes on.`,
    limits: { 'max-end-devices': 9000 },
  })
  moveTo(JUNE + 13 * DAY - 1)
  await work()
  expect(orders().at(-1)).toMatchObject({ state: 'flagged' })
  moveTo(JUNE + 13 * DAY)
  await work()
  expect(orders().at(-1)).toMatchObject({ state: 'suspended', reason: `${ended}.` })
  await life.subscribe()
  moveTo(JUNE + 14 * DAY)
  await comeBy()
  expect(orders().at(-1)).toMatchObject({ state: 'active', reason: '“Business” is paid.' })
})

test('what can’t be a contract is refused by name', async () => {
  const life = await openContracts()
  const { kernel, stripe, wish, askStart, approve } = life
  const { id: product } = await stripe.products.create({ name: 'Odd' })
  const make = (metadata: Record<string, string>) =>
    stripe.prices.create({ product, currency: 'usd', unit_amount: 1, recurring: { interval: 'month' }, metadata })
  const plain = await make({})
  const odd = await make({ 'tenant-plan': 'yes', 'max-users': 'many' })
  const good = await make({ 'tenant-plan': 'yes', 'max-users': '7' })
  const at = (priceStripeId: string) => wish({ plan: { from: 'price', priceStripeId } })
  expect(await askStart(at(plain.id)).catch(codeOf)).toBe('CONTRACT_PLAN_UNREAD')
  expect(await askStart(at(odd.id)).catch(codeOf)).toBe('CONTRACT_PLAN_UNREAD')
  expect(await askStart(wish({ startsAt: iso(JUNE - 2 * DAY), endsAt: iso(JUNE - DAY) })).catch(codeOf)).toBe(
    'CONTRACT_OVER',
  )
  const { id } = await askStart(at(good.id))
  await approve(id)
  expect(await describeContracts(kernel, 'kestrel')).toMatchObject([{ planName: 'Odd', limits: { 'max-users': 7 } }])
  expect(await askStart(wish({ teamId: 'osprey' })).catch(codeOf)).toBe('CONTRACT_REFERENCE_TAKEN')
  const { tenants: _tenants, ...settings } = kernel.settings
  const payload = wish({ reference: 'PO-18' })
  const asked = { subject: planContract(payload), requesterId: 'stf_x', payload }
  expect(await previewAction({ ...kernel, settings }, startContract, asked).catch(codeOf)).toBe('TENANTS_NOT_SET_UP')
})
