// Guarantee: what nobody paid for needs an approver's word, and what was decided holds at once; a quote's license follows its
// invoice, and updates move when the money for them is there.
import type { LicenseAsk } from '@countersign/shared/features/license-desk'
import { teamIdSchema } from '@countersign/shared/ids'
import { describe, expect, test } from 'vitest'
import { appRouter } from '../../server/app/staff-router.ts'
import { offerRenewal } from '../../server/features/license-desk/offer-renewal.ts'
import { priceRenewal } from '../../server/features/license-desk/price-renewal.ts'
import { readLicense } from '../../server/features/license-desk/read-license.ts'
import { releaseSeat } from '../../server/features/license-desk/release-seat.ts'
import { undoRelease } from '../../server/features/license-desk/undo-release.ts'
import { refreshInvoice } from '../../server/features/invoices/refresh-invoice.ts'
import { AppError } from '../../server/kernel/errors.ts'
import { decide, someAsk } from '../support/approvals.ts'
import { NEWCOMER, openInvoiceDesk, TEAM } from '../support/invoice-desk.ts'
import { LICENSED, type LicenseDesk, openLicenseDesk } from '../support/license-desk.ts'
import { DAY, JUNE, openSandbox } from '../support/payment-day.ts'

const sandbox = await openSandbox()
const DAY_MS = DAY * 1000
const refusalOf = (error: unknown) =>
  error instanceof AppError
    ? error.code
    : error instanceof Error && error.cause instanceof AppError
      ? error.cause.code
      : error

const callerOf = ({ kernel, tobias }: Pick<LicenseDesk, 'kernel' | 'tobias'>) =>
  appRouter.createCaller({ kernel, staff: tobias, requestId: 'req_license', address: '192.0.2.1' }).licenses

const ask = (at: LicenseDesk, wish: LicenseAsk) => callerOf(at).ask({ wish, ask: someAsk('As agreed on the phone') })

/** Asked, countersigned by the approver, and carried out. */
const settle = async (at: LicenseDesk, wish: LicenseAsk) => {
  const { id, approversNeeded } = await ask(at, wish)
  expect(approversNeeded).toBe(1)
  const jonas = { ...at.jonas, actor: { ...at.jonas.actor, confirmedAt: at.kernel.clock.now() } }
  await decide(at.kernel, jonas, id)
  await at.run()
}

const GRANT = {
  teamId: teamIdSchema.parse('kestrel'),
  customerStripeId: null,
  product: 'loomfield',
  plan: 'Business',
  kind: 'subscription',
  seats: 2,
  developmentSeats: 0,
  limits: {},
  supportPriority: null,
  hasMultiTenancy: false,
  endsOn: '2026-06-30',
  updatesUntil: null,
  reference: 'a trial on their own machines',
  keyHashes: [],
} as const

const granted = async (over: object = {}) => {
  const at = await openLicenseDesk(sandbox)
  await settle(at, { kind: 'license.grant', payload: { licenses: [{ ...GRANT, ...over, limits: {}, keyHashes: [] }] } })
  return { at, id: (await at.only()).id }
}

describe('a license that nobody pays for', () => {
  test('is there once an approver has signed, and not before; it ends with its term', async () => {
    const at = await openLicenseDesk(sandbox)
    const wish: LicenseAsk = { kind: 'license.grant', payload: { licenses: [{ ...GRANT, limits: {}, keyHashes: [] }] } }
    await ask(at, wish)
    await at.run()
    expect(await at.licenses()).toEqual([])
    await settle(at, { ...wish, payload: { licenses: [{ ...GRANT, limits: {}, keyHashes: [], seats: 3 }] } })
    expect(await at.only()).toMatchObject({ state: 'active', source: 'word', production: { paid: 3 } })
    at.moveTo(JUNE + 30 * DAY)
    expect(await at.only()).toMatchObject({ state: 'ended', reason: 'Its term ended on 1 Jul 2026.' })
  })

  test('gets and loses seats, is suspended, resumed and revoked, each on a word', async () => {
    const { at, id } = await granted()
    await settle(at, { kind: 'license.seats', payload: { licenseId: id, seats: 5, developmentSeats: 1 } })
    expect(await at.only()).toMatchObject({ production: { paid: 5 }, development: { paid: 1 } })
    await settle(at, { kind: 'license.suspend', payload: { licenseId: id } })
    expect(await at.only()).toMatchObject({ state: 'suspended', reason: 'As agreed on the phone' })
    const twice = ask(at, { kind: 'license.suspend', payload: { licenseId: id } })
    expect(await twice.catch(refusalOf)).toBe('LICENSE_STANDS_SO')
    await callerOf(at).resume({ id, reason: 'It was settled' })
    expect(await at.only()).toMatchObject({ state: 'active' })
    await settle(at, { kind: 'license.revoke', payload: { licenseId: id } })
    expect(await at.only()).toMatchObject({ state: 'revoked' })
    const key = callerOf(at).makeKey({ id, overlapDays: 0, reason: 'Once more' })
    expect(await key.catch(refusalOf)).toBe('LICENSE_REVOKED')
  })

  test('is brought over with the hashes of its keys, row by row', async () => {
    const at = await openLicenseDesk(sandbox)
    const hash = 'a1'.repeat(32)
    const text = `Team,Product,Plan,Seats,Updates until,Limits,key_sha256\nosprey,loomfield,Perpetual,2,2027-01-31,max-end-devices=50,${hash}\nheron,Loom Field,Maker,1,,,\n`
    const read = await callerOf(at).readImport({ text })
    expect(read.problems).toMatchObject([{ row: 3, column: 'product' }])
    expect(read.licenses).toMatchObject([{ teamId: 'osprey', kind: 'perpetual', limits: { 'max-end-devices': 50 } }])
    await settle(at, { kind: 'license.grant', payload: { licenses: read.licenses } })
    expect(await at.only()).toMatchObject({ teamId: 'osprey', updatesUntil: '2027-01-31', keyEndings: ['1A1A1'] })
    const again = ask(at, { kind: 'license.grant', payload: { licenses: read.licenses } })
    expect(await again.catch(refusalOf)).toBe('IMPORT_REFUSED')
    expect(await callerOf(at).readImport({ text: 'Team;Colour\n' }).catch(refusalOf)).toBe('IMPORT_REFUSED')
  })
})

test('an unpaid license is served some days more, once, and that ends by itself', async () => {
  const at = await openLicenseDesk(sandbox)
  const { id } = await at.stripe.subscriptions.create({
    customer: at.customer,
    items: [{ price: await at.price(await at.product(), 9000) }],
  })
  await at.stripe.subscriptions.cancel(id)
  await at.stripe.subscriptions.create({
    customer: at.customer,
    items: [{ price: await at.price(await at.product(), 9000) }],
  })
  const [live] = (await at.stripe.subscriptions.list({ customer: at.customer })).data
  await at.hear('customer.subscription.created', live?.id ?? '')
  await at.stripe.subscriptions.cancel(live?.id ?? '')
  await at.hear('customer.subscription.deleted', live?.id ?? '')
  const license = await at.only()
  expect(license.state).toBe('ended')
  await settle(at, { kind: 'license.extend', payload: { licenseId: license.id, days: 10 } })
  expect(await at.only()).toMatchObject({ state: 'past-due', until: '2026-06-11T00:00:00.000Z' })
  const again = ask(at, { kind: 'license.extend', payload: { licenseId: license.id, days: 10 } })
  expect(await again.catch(refusalOf)).toBe('LICENSE_EXTENDED')
  const more = ask(at, { kind: 'license.seats', payload: { licenseId: license.id, seats: 9, developmentSeats: 0 } })
  expect(await more.catch(refusalOf)).toBe('LICENSE_FOLLOWS_ITEM')
  at.moveTo(JUNE + 10 * DAY)
  expect(await at.only()).toMatchObject({ state: 'ended' })
})

describe('a quote’s license', () => {
  const deal = async (deliverOn: 'sent' | 'paid') => {
    const desk = await openInvoiceDesk(sandbox)
    const { stripe, kernel } = desk
    const metadata = { ...LICENSED, 'license-updates-days': '365', countersign_delivers: 'license' }
    const { id: product } = await stripe.products.create({
      name: 'Loomfield Perpetual',
      metadata: { ...metadata, countersign_deliver_on: deliverOn },
    })
    const { id: priceStripeId } = await stripe.prices.create({ product, currency: 'usd', unit_amount: 10_001 })
    const lines = [{ description: 'Loomfield Perpetual', quantity: 2, unitAmount: 10_001, priceStripeId }]
    const drafted = await desk.drafted({ reference: `Q-license-${deliverOn}`, lines })
    const { invoice } = await desk.send(drafted.id)
    const task = invoice.tasks.find(({ kind }) => kind === 'license')
    const stripeId = invoice.document?.stripeId ?? ''
    const caller = callerOf({ kernel, tobias: desk.tobias })
    const hear = async (type: string) => {
      const { EVENTS } = await import('../../server/app/events.ts')
      const { inTransaction } = await import('../../server/kernel/transaction.ts')
      for (const use of EVENTS.get(type) ?? []) {
        const value = await use.read(kernel, stripeId)
        await inTransaction(kernel.db, (tx) => use.write(tx, [value]))
      }
    }
    const state = async (id: string) => (await readLicense(kernel, id)).state
    const taskState = async () => (await desk.read(drafted.id)).tasks.find(({ kind }) => kind === 'license')?.state
    return { ...desk, caller, hear, state, taskState, taskId: task?.id ?? '', stripeId, invoiceId: drafted.id }
  }

  test('is served from the day its invoice is sent, and suspended when that is voided', async () => {
    const at = await deal('sent')
    const { licenseIds } = await at.caller.issueTask({ taskId: at.taskId })
    const [id = ''] = licenseIds
    expect(await at.state(id)).toBe('active')
    expect(await at.taskState()).toBe('done')
    expect(await at.caller.issueTask({ taskId: at.taskId }).catch(refusalOf)).toBe('FULFILMENT_UNFIT')
    expect(await at.caller.issueInvoice({ invoiceStripeId: at.stripeId }).catch(refusalOf)).toBe('FULFILMENT_UNFIT')
    await at.stripe.invoices.voidInvoice(at.stripeId)
    await at.hear('invoice.voided')
    expect(await at.state(id)).toBe('suspended')
    expect(await at.taskState()).toBe('suspended')
    await at.desk.close()
  })

  test('that waits for a wire transfer becomes active by itself, and its task is done with it', async () => {
    const at = await deal('paid')
    const { licenseIds } = await at.caller.issueTask({ taskId: at.taskId })
    const [id = ''] = licenseIds
    expect([await at.state(id), await at.taskState()]).toEqual(['pending-payment', 'waiting'])
    at.moveTo(at.kernel.clock.now() + 10 * DAY_MS)
    await at.stripe.invoices.pay(at.stripeId, { paid_out_of_band: true })
    await at.hear('invoice.paid')
    expect([await at.state(id), await at.taskState()]).toEqual(['active', 'done'])
    // 20 November and ten days, and a year from there.
    expect(await readLicense(at.kernel, id)).toMatchObject({
      teamId: TEAM,
      updatesUntil: '2027-11-30',
      production: { paid: 4 },
    })
    await at.desk.close()
  })

  test('is renewed at the policy’s price, and longer covered once the quote’s invoice is paid', async () => {
    const at = await deal('sent')
    const { licenseIds } = await at.caller.issueTask({ taskId: at.taskId })
    const [id = ''] = licenseIds
    // 40 % of 2 × 100.01 are 80.008.
    expect(await priceRenewal(at.kernel, id)).toEqual({
      percent: 40,
      amount: { amount: 8001, currency: 'usd' },
      updatesAfter: '2028-11-19',
    })
    const offer = { id, acceptedBy: 'A. Rey', billingEmail: NEWCOMER.email }
    const { quoteId } = await offerRenewal(at.kernel, at.by, offer)
    expect(await offerRenewal(at.kernel, at.by, offer).catch(refusalOf)).toBe('RENEWAL_OPEN')
    const started = await at.start(quoteId)
    await at.keep(started.id, { customer: { kind: 'existing', customerStripeId: await at.customer() } })
    await at.draft(started.id)
    const { invoice } = await at.send(started.id)
    const renewalInvoice = invoice.document?.stripeId ?? ''
    expect(invoice.document?.total).toEqual({ amount: 8001, currency: 'usd' })
    expect((await readLicense(at.kernel, id)).updatesUntil).toBe('2027-11-20')
    await at.stripe.invoices.pay(renewalInvoice, { paid_out_of_band: true })
    await refreshInvoice(at.kernel, at.by, started.id)
    const { EVENTS } = await import('../../server/app/events.ts')
    const { inTransaction } = await import('../../server/kernel/transaction.ts')
    for (let round = 0; round < 2; round++)
      for (const use of EVENTS.get('invoice.paid') ?? []) {
        const value = await use.read(at.kernel, renewalInvoice)
        await inTransaction(at.kernel.db, (tx) => use.write(tx, [value]))
      }
    expect(await readLicense(at.kernel, id)).toMatchObject({
      updatesUntil: '2028-11-19',
      renewals: [{ state: 'paid' }],
    })
    await at.desk.close()
  })
})

test('support frees a seat with a reason, and takes that back', async () => {
  const { at, id } = await granted()
  const now = at.kernel.clock.now()
  const instance = 'ins_01JZZZZZZZZZZZZZZZZZZZZZZZ'
  await at.kernel.db
    .insertInto('instance')
    .values({
      id: instance,
      licenseId: id,
      installId: 'install-0123456789',
      name: 'edge-07',
      environment: 'production' as const,
      isEphemeral: 0,
      version: '2.31.0',
      releasedOn: '2026-05-01',
      epoch: 1,
      epochStarts: '[]',
      sequence: 0,
      nonceHash: 'x',
      seatSince: now,
      seatUntil: now + DAY_MS,
      runUntil: now + DAY_MS,
      lastSeenAt: now,
      lastAddress: '203.0.113.40',
      counts: '{}',
      releasedAt: null,
      releasedBy: null,
      refusedAs: null,
      cloneSuspectedAt: null,
      cloneEvidence: null,
      createdAt: now,
    })
    .execute()
  const held = async () => (await at.only()).production.held
  expect(await held()).toBe(1)
  const act = { id: instance, reason: 'The machine burned down' }
  await releaseSeat(at.kernel, at.by, act)
  expect(await held()).toBe(0)
  expect(await releaseSeat(at.kernel, at.by, act).catch(refusalOf)).toBe('SEAT_NOT_HELD')
  await undoRelease(at.kernel, at.by, act)
  expect(await undoRelease(at.kernel, at.by, act).catch(refusalOf)).toBe('RELEASE_NOT_UNDONE')
  const { instances, events } = await readLicense(at.kernel, id)
  expect(instances).toMatchObject([{ standing: 'idle' }])
  expect(events.slice(0, 2)).toMatchObject([
    { kind: 'seat-restored', reason: 'The machine burned down', byName: 'Tobias Ronning' },
    { kind: 'seat-released' },
  ])
})

test('the release register keeps the first day of a version until somebody says why it changes', async () => {
  const at = await openLicenseDesk(sandbox)
  const caller = callerOf(at)
  const release = { product: 'loomfield', version: '2.31.0', releasedOn: '2026-05-01', reason: null }
  expect(await caller.registerRelease(release)).toEqual({ isNews: true })
  expect(await caller.registerRelease(release)).toEqual({ isNews: false })
  const other = { ...release, releasedOn: '2026-05-02' }
  expect(await caller.registerRelease(other).catch(refusalOf)).toBe('RELEASE_DAY_KNOWN')
  await caller.registerRelease({ ...other, reason: 'The tag was moved' })
  expect(await caller.releases({})).toEqual({
    releases: [{ product: 'loomfield', version: '2.31.0', releasedOn: '2026-05-02' }],
    products: ['loomfield'],
  })
})
