// Rule: until an invoice is finalised it names its customer as the customer is now; from then on, as the customer was.

import type { Account } from '../store/account.ts'
import type { Customer, Invoice } from '../store/kinds.ts'

type Billed = Pick<
  Invoice,
  'customer_address' | 'customer_email' | 'customer_name' | 'customer_phone' | 'customer_shipping' | 'customer_tax_ids'
>

const taxIdsOf = (account: Account, customer: Customer): NonNullable<Invoice['customer_tax_ids']> =>
  [...account.all('tax_id').oldest([{ index: 'customer', value: customer.id }])].map(({ type, value }) => ({
    type,
    value,
  }))

export const billedCustomer = (account: Account, customer: Customer): Billed => ({
  customer_address: customer.address ?? null,
  customer_email: customer.email,
  customer_name: customer.name ?? null,
  customer_phone: customer.phone ?? null,
  customer_shipping: customer.shipping,
  customer_tax_ids: taxIdsOf(account, customer),
})

/** A draft with its customer of this moment; one whose customer has gone keeps what it has. */
export const withCustomerOfToday = (account: Account, draft: Invoice): Invoice => {
  const customer = account.all('customer').row(draft.customer ?? '')?.value
  return customer === undefined ? draft : { ...draft, ...billedCustomer(account, customer) }
}
