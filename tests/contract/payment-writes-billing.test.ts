import { describe, expect, test } from 'vitest'
import { failureOf, openPaymentDay, openSandbox } from '../support/payment-day.ts'

// Guarantee: edits of whom a customer bills change what was named and nothing else, and small help is asked of Stripe
// once.

const sandbox = await openSandbox()

const address = (line1: string, line2: string | null) => ({
  line1,
  line2,
  postalCode: '10115',
  city: 'Berlin',
  state: null,
  country: 'DE',
})

describe('billing identity', () => {
  test('only what is named changes; an address is replaced whole', async () => {
    const { gateway, customer } = await openPaymentDay(sandbox)
    const first = { customerStripeId: customer, address: address('Invalidenstr. 1', '3rd floor') }
    expect(await gateway.updateCustomerBilling(first, 'req_1/billing/1')).toEqual({
      name: 'Loomfield',
      email: 'billing@loomfield.example',
      address: address('Invalidenstr. 1', '3rd floor'),
    })
    const second = { customerStripeId: customer, email: 'ap@loomfield.example', address: address('Am Kanal 2', null) }
    const changed = await gateway.updateCustomerBilling(second, 'req_2/billing/1')
    expect(changed).toEqual({ name: 'Loomfield', email: 'ap@loomfield.example', address: address('Am Kanal 2', null) })
    expect(await gateway.readBillingIdentity(customer)).toEqual(changed)
    const bare = await gateway.updateCustomerBilling({ customerStripeId: customer, address: null }, 'req_3/billing/1')
    expect(bare).toEqual({ name: 'Loomfield', email: 'ap@loomfield.example', address: null })
    expect(await gateway.readBillingIdentity('cus_nobody')).toBeNull()
  })

  test('a tax id is made once, listed, and taken away once', async () => {
    const { gateway, customer } = await openPaymentDay(sandbox)
    const taxId = { customerStripeId: customer, type: 'eu_vat', value: 'DE123456789' }
    const made = await gateway.createTaxId(taxId, 'req_1/tax/1')
    expect(made).toMatchObject({ type: 'eu_vat', value: 'DE123456789' })
    expect(await gateway.createTaxId(taxId, 'req_1/tax/1')).toEqual(made)
    expect((await gateway.listTaxIds(customer)).map((row) => row.stripeId)).toEqual([made.stripeId])
    const gone = { customerStripeId: customer, taxIdStripeId: made.stripeId }
    await gateway.deleteTaxId(gone, 'req_2/tax/1')
    await gateway.deleteTaxId(gone, 'req_2/tax/2')
    expect(await gateway.listTaxIds(customer)).toEqual([])
  })

  test.each(['customer', 'subscription'] as const)('metadata of a %s: set, kept and removed by name', async (on) => {
    const { gateway, customer, subscribe } = await openPaymentDay(sandbox)
    const stripeId = on === 'customer' ? customer : (await subscribe(3000)).id
    const set = (changes: Record<string, string | null>, key: string) =>
      gateway.updateMetadata({ on, stripeId, changes }, key)
    expect(await set({ team: 'T1', note: 'x' }, 'a')).toEqual({ team: 'T1', note: 'x' })
    expect(await set({ team: 'T2', note: null }, 'b')).toEqual({ team: 'T2' })
    expect(await failureOf(gateway.updateMetadata({ on, stripeId: 'nobody', changes: {} }, 'c'))).toMatchObject({
      failure: 'refused',
      stripe: { code: 'resource_missing' },
    })
  })
})

describe('small help', () => {
  const openInvoice = async (collection: 'charge_automatically' | 'send_invoice') => {
    const day = await openPaymentDay(sandbox)
    const { stripe, customer } = day
    const { id } = await stripe.invoices.create({
      customer,
      currency: 'usd',
      collection_method: collection,
      ...(collection === 'send_invoice' ? { days_until_due: 30 } : {}),
    })
    await stripe.invoiceItems.create({ customer, invoice: id, amount: 4200, currency: 'usd' })
    await stripe.invoices.finalizeInvoice(id, { auto_advance: false })
    return { ...day, id }
  }

  test('an invoice is sent, and stays open at its amount', async () => {
    const { gateway, id } = await openInvoice('send_invoice')
    const sent = await gateway.sendInvoice(id, 'req_1/send/1')
    expect(sent).toMatchObject({ stripeId: id, status: 'open', amountDue: { amount: 4200, currency: 'usd' } })
    expect(await gateway.sendInvoice(id, 'req_1/send/1')).toEqual(sent)
  })

  test('a payment is tried again, and paid once', async () => {
    const { gateway, id } = await openInvoice('charge_automatically')
    const paid = await gateway.payInvoice(id, 'req_1/pay/1')
    expect(paid).toMatchObject({ status: 'paid', amountPaid: { amount: 4200 }, amountRemaining: { amount: 0 } })
    expect(await gateway.payInvoice(id, 'req_1/pay/1')).toEqual(paid)
    expect(await failureOf(gateway.payInvoice(id, 'req_1/pay/2'))).toMatchObject({ failure: 'refused' })
  })
})
