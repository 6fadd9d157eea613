import type { Stripe } from 'stripe'
import { recordBalanceChange } from '../../billing/customer-balance.ts'
import { deleteCustomer } from '../../billing/delete-customer.ts'
import { deletedForm } from '../../store/deleted.ts'
import type { Customer } from '../../store/kinds.ts'
import { noSuch } from '../../wire/errors.ts'
import { keyed, listPage } from '../../wire/list.ts'
import { type Answer, type Call, type Route, route } from '../../wire/route.ts'
import { type SearchFields, type SearchParams, searchPage } from '../../wire/search.ts'
import { CREATE_CUSTOMER_PARAMS, createCustomer } from './create-customer.ts'
import { customerFields } from './customer-fields.ts'

const searchFields: SearchFields<Customer> = {
  created: { type: 'numeric', of: ({ created }) => created },
  email: { type: 'text', of: ({ email }) => email, index: 'anyEmail' },
  name: { type: 'text', of: ({ name }) => name },
  phone: { type: 'text', of: ({ phone }) => phone },
}

const retrieve = ({ account }: Call, id: string): Answer => {
  const row = account.all('customer').row(id)
  if (row === undefined) throw noSuch('customer', id)
  return row.isDeleted ? ({ id, object: 'customer', deleted: true } as Answer) : row.value
}

const update = ({ account }: Call, params: Stripe.CustomerUpdateParams, id: string): Customer => {
  const old = account.need('customer', id)
  const fresh = {
    ...old,
    ...customerFields(account, params, old),
    invoice_prefix: params.invoice_prefix ?? old.invoice_prefix ?? null,
  }
  const saved = account.update('customer', fresh, 'customer.updated')
  if (params.balance === undefined || params.balance === old.balance) return saved
  recordBalanceChange(account, { customer: id, amount: params.balance - old.balance, type: 'adjustment' })
  return account.need('customer', id)
}

const remove = ({ account }: Call, id: string): Answer => {
  deleteCustomer(account, account.need('customer', id))
  return { id, object: 'customer', deleted: true } as Answer
}

const removeDiscount = ({ account }: Call, id: string): Answer => {
  const customer = account.need('customer', id)
  const discount = account.find('discount', customer.discount?.id)
  if (discount === undefined) throw noSuch('discount', id)
  account.update('customer', { ...customer, discount: null })
  account.remove('discount', discount, 'customer.discount.deleted')
  return deletedForm('discount', { ...discount }) as Answer
}

const UPDATE_PARAMS = CREATE_CUSTOMER_PARAMS.filter(
  (name) => !['payment_method', 'tax_id_data', 'test_clock'].includes(name),
)

export const customerRoutes: readonly Route[] = [
  route<Stripe.CustomerCreateParams>('POST', '/v1/customers', {
    resource: 'customer',
    operation: 'create',
    supports: CREATE_CUSTOMER_PARAMS,
    handle: createCustomer,
  }),
  route<SearchParams>('GET', '/v1/customers/search', {
    resource: 'customer',
    operation: 'search',
    supports: ['query', 'limit', 'page'],
    handle: (call, params) => searchPage(call, 'customer', params, searchFields),
  }),
  route<Stripe.CustomerListParams>('GET', '/v1/customers', {
    resource: 'customer',
    operation: 'list',
    supports: ['created', 'email', 'ending_before', 'limit', 'starting_after', 'test_clock'],
    handle: (call, params) =>
      listPage(call, {
        kind: 'customer',
        params,
        keys: [keyed('email', params.email), keyed('clock', params.test_clock)],
        // Customers of test clocks are only listed when asked for.
        where: ({ test_clock: clock }) => clock === (params.test_clock ?? null),
      }),
  }),
  route('GET', '/v1/customers/:id', {
    resource: 'customer',
    operation: 'retrieve',
    supports: [],
    handle: (call, _params, [id = '']) => retrieve(call, id),
  }),
  route<Stripe.CustomerUpdateParams>('POST', '/v1/customers/:id', {
    resource: 'customer',
    operation: 'update',
    supports: UPDATE_PARAMS,
    handle: (call, params, [id = '']) => update(call, params, id),
  }),
  route('DELETE', '/v1/customers/:id', {
    resource: 'customer',
    operation: 'delete',
    supports: [],
    handle: (call, _params, [id = '']) => remove(call, id),
  }),
  route('DELETE', '/v1/customers/:id/discount', {
    resource: 'customer',
    operation: 'delete discount',
    supports: [],
    handle: (call, _params, [id = '']) => removeDiscount(call, id),
  }),
]
