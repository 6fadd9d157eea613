import type { Stripe } from 'stripe'
import type { Account } from '../../store/account.ts'
import type { TaxId } from '../../store/kinds.ts'

/** The country that a tax id's type names; `eu_vat` carries it in the number itself. */
const countryOf = (type: string, value: string): string =>
  type === 'eu_vat' ? value.slice(0, 2).toUpperCase() : type.slice(0, 2).toUpperCase()

export const createTaxId = (
  account: Account,
  customer: string,
  params: Pick<Stripe.TaxIdCreateParams, 'type' | 'value'>,
): TaxId =>
  account.create(
    'tax_id',
    {
      id: account.ids.next('tax_id'),
      object: 'tax_id',
      country: countryOf(params.type, params.value),
      created: account.now,
      customer,
      customer_account: null,
      livemode: false,
      owner: { customer, customer_account: null, type: 'customer' },
      type: params.type,
      value: params.value,
      verification: { status: 'pending', verified_address: null, verified_name: null },
    },
    'customer.tax_id.created',
  )
