import type { Stripe } from 'stripe'
import { noSuch } from '../../wire/errors.ts'
import { listPage } from '../../wire/list.ts'
import { type Answer, type Call, type Route, route } from '../../wire/route.ts'
import type { TaxId } from '../../store/kinds.ts'
import { createTaxId } from './create-tax-id.ts'

const own = ({ account }: Call, customer: string, id: string): TaxId => {
  account.need('customer', customer)
  const found = account.need('tax_id', id)
  if (found.customer !== customer) throw noSuch('tax_id', id)
  return found
}

const remove = (call: Call, customer: string, id: string): Answer => {
  const found = own(call, customer, id)
  call.account.remove('tax_id', found, 'customer.tax_id.deleted')
  return { id, object: 'tax_id', deleted: true } as Answer
}

const spec = (operation: string, supports: readonly string[] = []) => ({ resource: 'tax_id', operation, supports })

export const taxIdRoutes: readonly Route[] = [
  route<Stripe.CustomerCreateTaxIdParams>('POST', '/v1/customers/:customer/tax_ids', {
    ...spec('create', ['type', 'value']),
    handle: ({ account }, params, [customer = '']) =>
      createTaxId(account, account.need('customer', customer).id, params),
  }),
  route<Stripe.CustomerListTaxIdsParams>('GET', '/v1/customers/:customer/tax_ids', {
    ...spec('list', ['ending_before', 'limit', 'starting_after']),
    handle: (call, params, [customer = '']) => {
      call.account.need('customer', customer)
      return listPage(call, {
        kind: 'tax_id',
        params,
        keys: [{ index: 'customer', value: customer }],
        where: (found) => found.customer === customer,
      })
    },
  }),
  route('GET', '/v1/customers/:customer/tax_ids/:id', {
    ...spec('retrieve'),
    handle: (call, _params, [customer = '', id = '']) => own(call, customer, id),
  }),
  route('DELETE', '/v1/customers/:customer/tax_ids/:id', {
    ...spec('delete'),
    handle: (call, _params, [customer = '', id = '']) => remove(call, customer, id),
  }),
]
