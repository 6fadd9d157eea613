// Guarantee: what is paid becomes a license by itself, once, with the seats that are paid; nothing is active before its money
// is there, and nobody has to do anything for it to become active then.
import { describe, expect, test } from 'vitest'
import { readLicense } from '../../server/features/license-desk/read-license.ts'
import { reissueKey } from '../../server/features/license-desk/reissue-key.ts'
import { issueInvoice } from '../../server/features/license-desk/issue-invoice.ts'
import { sweepLicenses } from '../../server/features/license-desk/sweep-licenses.ts'
import { AppError } from '../../server/kernel/errors.ts'
import { openLicenseDesk } from '../support/license-desk.ts'
import { DAY, JUNE, openSandbox } from '../support/payment-day.ts'

const sandbox = await openSandbox()
const codeOf = (error: unknown) => (error instanceof AppError ? error.code : error)

describe('a subscription', () => {
  test('becomes a license with its first event, and seats follow its quantity', async () => {
    const at = await openLicenseDesk(sandbox)
    const plan = await at.price(await at.product(), 9000)
    const { id, items } = await at.stripe.subscriptions.create({
      customer: at.customer,
      items: [{ price: plan, quantity: 3 }],
    })
    await at.hear('customer.subscription.created', id)
    await at.hear('customer.subscription.updated', id)
    // Three of a plan that pays for two instances, and one for development.
    expect(await at.only()).toMatchObject({
      teamId: 'kestrel',
      plan: 'Business',
      state: 'active',
      production: { paid: 6, held: 0 },
      development: { paid: 3 },
      keyEndings: [],
    })
    await at.stripe.subscriptions.update(id, { items: [{ id: items.data[0]?.id ?? '', quantity: 5 }] })
    await at.hear('customer.subscription.updated', id)
    expect(await at.only()).toMatchObject({ production: { paid: 10 }, development: { paid: 5 } })
    await at.stripe.subscriptions.cancel(id)
    await at.hear('customer.subscription.deleted', id)
    expect(await at.only()).toMatchObject({ state: 'ended', reason: 'Its subscription ended on 1 Jun 2026.' })
    const { events } = await readLicense(at.kernel, (await at.only()).id)
    expect(events.map(({ kind }) => kind)).toEqual(['followed', 'followed', 'issued'])
  })

  test('that is sent by invoice is pending until its wire transfer arrives', async () => {
    const at = await openLicenseDesk(sandbox)
    const plan = await at.price(await at.product(), 9000)
    const { id } = await at.stripe.subscriptions.create({
      customer: at.customer,
      items: [{ price: plan }],
      collection_method: 'send_invoice',
      days_until_due: 30,
    })
    at.moveTo(JUNE + DAY)
    await at.hear('customer.subscription.created', id)
    expect(await at.only()).toMatchObject({ state: 'pending-payment' })
    const [open] = (await at.stripe.invoices.list({ customer: at.customer, status: 'open' })).data
    await at.stripe.invoices.pay(open?.id ?? '', { paid_out_of_band: true })
    await at.hear('invoice.paid', open?.id ?? '')
    expect(await at.only()).toMatchObject({ state: 'active' })
  })

  test('of which nobody heard is found by the look through the account', async () => {
    const at = await openLicenseDesk(sandbox)
    const plan = await at.price(await at.product(), 9000)
    const { id } = await at.stripe.subscriptions.create({ customer: at.customer, items: [{ price: plan }] })
    const never = new AbortController().signal
    await sweepLicenses(at.kernel, never)
    await sweepLicenses(at.kernel, never)
    expect(await at.only()).toMatchObject({ state: 'active', teamId: 'kestrel' })
    await at.stripe.subscriptions.cancel(id)
    await sweepLicenses(at.kernel, never)
    expect(await at.only()).toMatchObject({ state: 'ended' })
  })

  test('whose plan can’t be read any more keeps what it had, and says so', async () => {
    const at = await openLicenseDesk(sandbox)
    const product = await at.product()
    const { id } = await at.stripe.subscriptions.create({
      customer: at.customer,
      items: [{ price: await at.price(product, 9000) }],
    })
    await at.hear('customer.subscription.created', id)
    await at.stripe.products.update(product, { metadata: { 'max-end-devices': 'many' } })
    await at.hear('customer.subscription.updated', id)
    expect(await at.only()).toMatchObject({
      state: 'active',
      production: { paid: 2 },
      problem: 'max-end-devices is “many”, which is no whole number.',
    })
  })
})

describe('a perpetual purchase', () => {
  const buy = async (quantity: number) => {
    const at = await openLicenseDesk(sandbox)
    const product = await at.product({ 'license-updates-days': '365' })
    const { id: invoice } = await at.stripe.invoices.create({ customer: at.customer })
    await at.stripe.invoiceItems.create({
      customer: at.customer,
      invoice,
      pricing: { price: await at.price(product, 400_000, null) },
      quantity,
    })
    await at.stripe.invoices.finalizeInvoice(invoice)
    return { ...at, invoice }
  }

  test('becomes a license when it is paid, once, with a year of updates from that day', async () => {
    const at = await buy(2)
    await at.hear('invoice.finalized', at.invoice)
    expect(await at.licenses()).toEqual([])
    expect(await issueInvoice(at.kernel, at.by, at.invoice).catch(codeOf)).toBe('LICENSE_NOT_PAID')
    await at.stripe.invoices.pay(at.invoice)
    await at.hear('invoice.paid', at.invoice)
    await at.hear('invoice.paid', at.invoice)
    expect(await at.only()).toMatchObject({
      kind: 'perpetual',
      state: 'active',
      production: { paid: 4 },
      updatesUntil: '2027-06-01',
    })
    expect(await issueInvoice(at.kernel, at.by, at.invoice).catch(codeOf)).toBe('LICENSE_NOTHING_SOLD')
  })

  test('that was paid before anybody listened is issued by its invoice', async () => {
    const at = await buy(1)
    await at.stripe.invoices.pay(at.invoice)
    expect(await issueInvoice(at.kernel, at.by, at.invoice)).toHaveLength(1)
    // 1 × 4,000.00.
    expect(await readLicense(at.kernel, (await at.only()).id)).toMatchObject({
      soldFor: { amount: 400_000, currency: 'usd' },
    })
    expect(await issueInvoice(at.kernel, at.by, 'in_unknown').catch(codeOf)).toBe('INVOICE_GONE')
  })
})

test('a key is told once; the one before it stays valid for the days that are given', async () => {
  const at = await openLicenseDesk(sandbox)
  const { id } = await at.stripe.subscriptions.create({
    customer: at.customer,
    items: [{ price: await at.price(await at.product(), 9000) }],
  })
  await at.hear('customer.subscription.created', id)
  const license = (await at.only()).id
  const make = () => reissueKey(at.kernel, at.by, { id: license, overlapDays: 3, reason: 'The customer asked for it' })
  const first = await make()
  expect(first.key).toMatch(/^CS(-[0-9A-HJKMNP-TV-Z]{5}){5}$/)
  expect(first.olderValidUntil).toBeNull()
  const second = await make()
  expect(second.olderValidUntil).toBe('2026-06-04T00:00:00.000Z')
  expect((await at.only()).keyEndings.toSorted()).toEqual([first.key.slice(-5), second.key.slice(-5)].toSorted())
  at.moveTo(JUNE + 4 * DAY)
  expect((await at.only()).keyEndings).toEqual([second.key.slice(-5)])
  const kept = await at.kernel.db.selectFrom('licenseKey').selectAll().execute()
  const log = await at.kernel.db.selectFrom('auditEntry').selectAll().execute()
  const told = JSON.stringify([kept, log, (await readLicense(at.kernel, license)).events])
  expect(told).not.toContain(first.key)
  expect(told).not.toContain(second.key)
})
