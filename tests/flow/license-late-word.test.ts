// Guarantee: of two answers of Stripe the one that was asked for later stands, also when it said nothing new and the older one
// is written after it.
import { expect, test } from 'vitest'
import { noteLicenses } from '../../server/features/license-desk/note-licenses.ts'
import { readHeard } from '../../server/features/license-desk/read-heard.ts'
import { inTransaction } from '../../server/kernel/transaction.ts'
import { type LicenseDesk, openLicenseDesk } from '../support/license-desk.ts'
import { openSandbox } from '../support/payment-day.ts'

const sandbox = await openSandbox()

type Heard = Awaited<ReturnType<typeof readHeard>>

const write = ({ kernel }: LicenseDesk, heard: Heard) => inTransaction(kernel.db, (tx) => noteLicenses(tx, [heard]))

test('a subscription that was paused and resumed stays active', async () => {
  const at = await openLicenseDesk(sandbox)
  const price = await at.price(await at.product(), 9000)
  const { id } = await at.stripe.subscriptions.create({ customer: at.customer, items: [{ price }] })
  await at.hear('customer.subscription.created', id)
  const now = await readHeard(at.kernel, id)
  if (now.of !== 'subscription' || !now.plan) throw new Error('no subscription was heard of')
  // Asked while it was paused, by a round that is slow to write; asked again two seconds later, once it ran again.
  const between: Heard = { ...now, plan: { ...now.plan, status: 'paused' }, at: now.at + 1000 }
  await write(at, { ...now, at: now.at + 2000 })
  await write(at, between)
  expect(await at.only()).toMatchObject({ state: 'active' })
  // A word that is newer than both counts.
  await write(at, { ...between, at: now.at + 3000 })
  expect(await at.only()).toMatchObject({ state: 'suspended' })
})

test('an invoice that is paid stays paid', async () => {
  const at = await openLicenseDesk(sandbox)
  const { id } = await at.stripe.invoices.create({ customer: at.customer })
  const price = await at.price(await at.product({ 'license-updates-days': '365' }), 1000, null)
  await at.stripe.invoiceItems.create({ customer: at.customer, invoice: id, pricing: { price } })
  await at.stripe.invoices.finalizeInvoice(id)
  await at.stripe.invoices.pay(id)
  await at.hear('invoice.paid', id)
  const now = await readHeard(at.kernel, id)
  if (now.of !== 'invoice' || !now.document) throw new Error('no invoice was heard of')
  const before: Heard = { ...now, document: { ...now.document, status: 'open', paidAt: null }, at: now.at + 1000 }
  await write(at, { ...now, at: now.at + 2000 })
  await write(at, before)
  expect(await at.only()).toMatchObject({ state: 'active' })
})
