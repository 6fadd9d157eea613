import type { Stripe } from 'stripe'
import { recordBalanceChange } from '../../billing/customer-balance.ts'
import { checkCurrency } from '../../billing/currency-rules.ts'
import type { BalanceTransaction } from '../../store/kinds.ts'
import { noSuch } from '../../wire/errors.ts'
import { all, keyed, listPage, same } from '../../wire/list.ts'
import { type Call, type Route, route } from '../../wire/route.ts'
import { mergeMetadata, orNull, updated } from '../metadata.ts'

const own = ({ account }: Call, customer: string, id: string): BalanceTransaction => {
  account.need('customer', customer)
  const found = account.need('customer_balance_transaction', id)
  if (found.customer !== customer) throw noSuch('customer balance transaction', id)
  return found
}

const update = (
  call: Call,
  params: Stripe.CustomerUpdateBalanceTransactionParams,
  found: BalanceTransaction,
): BalanceTransaction =>
  call.account.update('customer_balance_transaction', {
    ...found,
    description: updated(params.description, found.description),
    metadata: mergeMetadata(found.metadata, params.metadata),
  })

const spec = (operation: string, supports: readonly string[] = []) => ({
  resource: 'customer_balance_transaction',
  operation,
  supports,
})

/** Amounts never change once written; only description and metadata may. */
export const balanceTransactionRoutes: readonly Route[] = [
  route<Stripe.CustomerCreateBalanceTransactionParams>('POST', '/v1/customers/:customer/balance_transactions', {
    ...spec('create', ['amount', 'currency', 'description', 'metadata']),
    handle: ({ account }, params, [customer = '']) =>
      recordBalanceChange(account, {
        customer,
        amount: params.amount,
        currency: checkCurrency(params.currency),
        type: 'adjustment',
        description: orNull(params.description),
        metadata: mergeMetadata({}, params.metadata),
      }),
  }),
  route<Stripe.CustomerListBalanceTransactionsParams>('GET', '/v1/customers/:customer/balance_transactions', {
    ...spec('list', ['created', 'ending_before', 'invoice', 'limit', 'starting_after']),
    handle: (call, params, [customer = '']) => {
      call.account.need('customer', customer)
      return listPage(call, {
        kind: 'customer_balance_transaction',
        params,
        keys: [keyed('customer', customer), keyed('invoice', params.invoice)],
        where: (found) => all(found.customer === customer, same<string | null>(params.invoice, found.invoice)),
      })
    },
  }),
  route('GET', '/v1/customers/:customer/balance_transactions/:id', {
    ...spec('retrieve'),
    handle: (call, _params, [customer = '', id = '']) => own(call, customer, id),
  }),
  route<Stripe.CustomerUpdateBalanceTransactionParams>('POST', '/v1/customers/:customer/balance_transactions/:id', {
    ...spec('update', ['description', 'metadata']),
    handle: (call, params, [customer = '', id = '']) => update(call, params, own(call, customer, id)),
  }),
]
