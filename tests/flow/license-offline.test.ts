// Guarantee: an installation without a way out gets one signed file at a time, that holds a paid seat until its end; where
// nobody pays an approver signs for it first.
import { createHash, createPublicKey, verify } from 'node:crypto'
import { licenseFileSchema } from '@countersign/shared/licenses-api'
import { expect, test } from 'vitest'
import { appRouter } from '../../server/app/staff-router.ts'
import { readWhy } from '../../server/features/license-desk/read-why.ts'
import { publishKeys } from '../../server/features/licenses/index.ts'
import { decide, someAsk } from '../support/approvals.ts'
import { codeOf } from '../support/hostile-desk.ts'
import { type LicenseDesk, openLicenseDesk } from '../support/license-desk.ts'
import { DAY, JUNE, openSandbox } from '../support/payment-day.ts'

const sandbox = await openSandbox()
const NONCE = 'n'.repeat(43)

const codeFor = (over: object = {}): string => {
  const request = {
    product: 'loomfield',
    version: '2.31.0',
    releasedOn: '2026-05-01',
    install: 'install-0123456789',
    environment: 'production',
    name: 'plant-2',
    nonce: NONCE,
    ...over,
  }
  const body = Buffer.from(JSON.stringify(request)).toString('base64url')
  return `csr1.${body}.${createHash('sha256').update(`csr1.${body}`).digest('base64url').slice(0, 8)}`
}

const callerOf = ({ kernel, tobias }: LicenseDesk) =>
  appRouter.createCaller({ kernel, staff: tobias, requestId: 'req_offline', address: '192.0.2.1' }).licenses

const paid = async () => {
  const at = await openLicenseDesk(sandbox)
  const price = await at.price(await at.product({ 'license-instances': '1' }), 9000)
  const { id } = await at.stripe.subscriptions.create({ customer: at.customer, items: [{ price }] })
  await at.hear('customer.subscription.created', id)
  return { at, caller: callerOf(at), licenseId: (await at.only()).id }
}

test('a paid license gives a file that its keys verify, one at a time, and its seat is taken', async () => {
  const { at, caller, licenseId } = await paid()
  const wish = { licenseId, requestCode: codeFor(), endsOn: '2026-12-31' }
  const { file, text } = await caller.issueFile(wish)
  const [head = '', payload = '', signature = ''] = text.split('.')
  const { keys } = await publishKeys(at.kernel)
  const { kid, typ } = JSON.parse(Buffer.from(head, 'base64url').toString()) as { kid: string; typ: string }
  const jwk = keys.find((one) => one.kid === kid)
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: jwk?.x ?? '' }, format: 'jwk' })
  expect(typ).toBe('license-file+jws')
  expect(verify(null, Buffer.from(`${head}.${payload}`), key, Buffer.from(signature, 'base64url'))).toBe(true)
  const said = licenseFileSchema.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()))
  expect(said).toMatchObject({
    sub: file.id,
    aud: 'loomfield',
    install: 'install-0123456789',
    nonceHash: createHash('sha256').update(NONCE).digest('base64url'),
    limits: { 'max-end-devices': 1000 },
    // The end of 31 December.
    exp: Date.UTC(2027, 0, 1) / 1000,
  })
  expect((await at.only()).production).toEqual({ paid: 1, held: 1 })
  const twice = caller.issueFile({ ...wish, requestCode: codeFor({ nonce: 'm'.repeat(43) }) })
  expect(await twice.catch(codeOf)).toBe('OFFLINE_ALREADY_ISSUED')
  const other = caller.issueFile({ ...wish, requestCode: codeFor({ install: 'install-9876543210' }) })
  expect(await other.catch(codeOf)).toBe('OFFLINE_UNFIT')
  await caller.withdrawFile({ id: file.id, reason: 'The disk was lost' })
  expect((await at.only()).production.held).toBe(0)
  expect((await caller.issueFile({ ...wish, requestCode: codeFor({ nonce: 'm'.repeat(43) }) })).file.state).toBe('live')
  expect((await caller.showFile({ id: file.id })).file.state).toBe('withdrawn')
  const [instance] = (await caller.read({ id: licenseId })).instances
  at.moveTo(JUNE + 5 * DAY)
  expect(await readWhy(at.kernel, instance?.id ?? '')).toMatchObject({
    isLocked: false,
    instance: { standing: 'running' },
  })
})

test.each([
  ['REQUEST_CODE_UNREADABLE', { requestCode: `${codeFor().slice(0, -1)}!` }],
  ['REQUEST_CODE_UNREADABLE', { requestCode: codeFor().replace('csr1.', 'csr1.x') }],
  ['REQUEST_CODE_UNREADABLE', { requestCode: codeFor({ nonce: 'short' }) }],
  ['OFFLINE_UNFIT', { requestCode: codeFor({ product: 'otherfield' }) }],
  ['OFFLINE_UNFIT', { endsOn: '2026-05-31' }],
  ['OFFLINE_UNFIT', { endsOn: '2028-01-01' }],
])('%s: %o', async (code, over) => {
  const { caller, licenseId } = await paid()
  const wish = { licenseId, requestCode: codeFor(), endsOn: '2026-12-31', ...over }
  expect(await caller.issueFile(wish).catch(codeOf)).toBe(code)
})

test('one that nobody pays for needs an approver, and then gives the same file', async () => {
  const at = await openLicenseDesk(sandbox)
  const caller = callerOf(at)
  const approve = async (wish: Parameters<typeof caller.ask>[0]['wish']) => {
    const { id } = await caller.ask({ wish, ask: someAsk('As agreed on the phone') })
    await decide(at.kernel, { ...at.jonas, actor: { ...at.jonas.actor, confirmedAt: at.kernel.clock.now() } }, id)
    await at.run()
  }
  const license = {
    teamId: 'kestrel',
    customerStripeId: null,
    product: 'loomfield',
    plan: 'Business',
    kind: 'offline' as const,
    seats: 1,
    developmentSeats: 0,
    limits: {},
    supportPriority: null,
    hasMultiTenancy: false,
    endsOn: null,
    updatesUntil: '2026-04-30',
    reference: null,
    keyHashes: [],
  }
  await approve({ kind: 'license.grant', payload: { licenses: [license] } })
  const { id: licenseId } = await at.only()
  const wish = { licenseId, requestCode: codeFor(), endsOn: '2026-12-31' }
  expect(await caller.issueFile(wish).catch(codeOf)).toBe('OFFLINE_UNFIT')
  const tooNew = caller.ask({ wish: { kind: 'license.offline', payload: wish }, ask: someAsk('As agreed') })
  // 2.31.0 is of 1 May, a day after its updates ended.
  expect(await tooNew.catch(codeOf)).toBe('OFFLINE_UNFIT')
  await approve({
    kind: 'license.offline',
    payload: { ...wish, requestCode: codeFor({ version: '2.30.0', releasedOn: '2026-04-30' }) },
  })
  const [file] = (await caller.read({ id: licenseId })).offlineFiles
  expect(file).toMatchObject({ state: 'live', name: 'plant-2', version: '2.30.0' })
  expect((await caller.showFile({ id: file?.id ?? '' })).text.split('.')).toHaveLength(3)
})

test('what sells nothing, or says nothing of whose it is, is refused by name', async () => {
  const at = await openLicenseDesk(sandbox)
  const caller = callerOf(at)
  const invoiceOf = async (customer: string, metadata: Record<string, string>) => {
    const { id: invoice } = await at.stripe.invoices.create({ customer })
    const price = await at.price(await at.product({ 'license-updates-days': '365', ...metadata }), 1000, null)
    await at.stripe.invoiceItems.create({ customer, invoice, pricing: { price } })
    await at.stripe.invoices.finalizeInvoice(invoice)
    await at.stripe.invoices.pay(invoice)
    return { invoiceStripeId: invoice }
  }
  const nobody = await at.stripe.customers.create({
    payment_method: 'pm_card_visa',
    invoice_settings: { default_payment_method: 'pm_card_visa' },
  })
  expect(await caller.issueInvoice(await invoiceOf(nobody.id, {})).catch(codeOf)).toBe('LICENSE_TEAM_MISSING')
  const unreadable = await invoiceOf(at.customer, { 'license-instances': 'two' })
  expect(await caller.issueInvoice(unreadable).catch(codeOf)).toBe('LICENSE_PLAN_UNREADABLE')
  await at.hear('invoice.paid', unreadable.invoiceStripeId)
  expect(await at.licenses()).toEqual([])
  const { licenseId } = await paid()
  expect(licenseId).toMatch(/^lic_/)
  const sold = await invoiceOf(at.customer, {})
  await caller.issueInvoice(sold)
  const { id } = await at.only()
  await at.kernel.db.deleteFrom('licenseSale').execute()
  expect(await caller.renewalPrice({ id }).catch(codeOf)).toBe('RENEWAL_UNPRICED')
})
