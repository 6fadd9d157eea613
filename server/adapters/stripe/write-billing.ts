import type { Stripe } from 'stripe'
import type { BillingIdentity, PaymentWrites, PostalAddress } from '../../ports/payment-writes.ts'
import { toInvoice } from './map-invoice.ts'
import { toBillingIdentity, toMarkedEntry, toTaxId } from './map-billing.ts'
import { ask, askForOne, expectObject } from './stripe-call.ts'
import { once } from './write-options.ts'

/** Every member is sent: one left out would keep its old value, and half of two addresses is nobody's. */
const addressParams = (address: PostalAddress | null): '' | Stripe.AddressParam =>
  address === null
    ? ''
    : {
        line1: address.line1 ?? '',
        line2: address.line2 ?? '',
        postal_code: address.postalCode ?? '',
        city: address.city ?? '',
        state: address.state ?? '',
        country: address.country ?? '',
      }

const billingParams = ({ name, email, address }: Partial<BillingIdentity>): Stripe.CustomerUpdateParams => ({
  ...(name === undefined ? {} : { name: name ?? '' }),
  ...(email === undefined ? {} : { email: email ?? '' }),
  ...(address === undefined ? {} : { address: addressParams(address) }),
})

const removing = (changes: Readonly<Record<string, string | null>>): Record<string, string> =>
  Object.fromEntries(Object.entries(changes).map(([name, value]) => [name, value ?? '']))

const identityWrites = (
  client: Stripe,
): Pick<PaymentWrites, 'updateCustomerBilling' | 'createTaxId' | 'deleteTaxId' | 'updateMetadata'> => ({
  updateCustomerBilling: ({ customerStripeId, ...change }, key) =>
    ask(async () => {
      const changed = await client.customers.update(customerStripeId, billingParams(change), once(key))
      return toBillingIdentity(expectObject(changed, 'customer'))
    }),
  createTaxId: ({ customerStripeId, type, value }, key) =>
    ask(async () => {
      const params = { type, value }
      return toTaxId(expectObject(await client.customers.createTaxId(customerStripeId, params, once(key)), 'tax_id'))
    }),
  deleteTaxId: async ({ customerStripeId, taxIdStripeId }, key) => {
    await askForOne(() => client.customers.deleteTaxId(customerStripeId, taxIdStripeId, {}, once(key)))
  },
  updateMetadata: ({ on, stripeId, changes }, key) =>
    ask(async () => {
      const metadata = removing(changes)
      const changed =
        on === 'customer'
          ? expectObject(await client.customers.update(stripeId, { metadata }, once(key)), 'customer')
          : expectObject(await client.subscriptions.update(stripeId, { metadata }, once(key)), 'subscription')
      return changed.metadata
    }),
})

const invoiceWrites = (client: Stripe): Pick<PaymentWrites, 'sendInvoice' | 'payInvoice'> => ({
  sendInvoice: (id, key) =>
    ask(async () => toInvoice(expectObject(await client.invoices.sendInvoice(id, {}, once(key)), 'invoice'))),
  payInvoice: (id, key) =>
    ask(async () => toInvoice(expectObject(await client.invoices.pay(id, {}, once(key)), 'invoice'))),
})

export const billingWrites = (
  client: Stripe,
): ReturnType<typeof identityWrites> &
  ReturnType<typeof invoiceWrites> &
  Pick<PaymentWrites, 'createBalanceCredit' | 'clearCustomerDiscount'> => ({
  ...identityWrites(client),
  ...invoiceWrites(client),
  createBalanceCredit: ({ customerStripeId, amount: money, description, metadata }, key) =>
    ask(async () => {
      const params = { amount: money.amount, currency: money.currency, description, metadata }
      const made = await client.customers.createBalanceTransaction(customerStripeId, params, once(key))
      return toMarkedEntry(expectObject(made, 'customer_balance_transaction'))
    }),
  clearCustomerDiscount: async (id, key) => {
    await askForOne(() => client.customers.deleteDiscount(id, {}, once(key)))
  },
})
