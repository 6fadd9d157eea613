import type { Stripe } from 'stripe'
import type { InvoiceItem } from '../../store/kinds.ts'
import { invalidRequest } from '../../wire/errors.ts'
import { all, keyed, listPage, same } from '../../wire/list.ts'
import { type Answer, type Call, type Route, route } from '../../wire/route.ts'
import { mergeMetadata, updated } from '../metadata.ts'
import { chooseRates } from '../tax-rates/choose-rates.ts'
import { CREATE_ITEM_PARAMS, createInvoiceItem } from './create-invoice-item.ts'

const pending = ({ account }: Call, id: string): InvoiceItem => {
  const item = account.need('invoiceitem', id)
  if (item.invoice !== null)
    throw invalidRequest('Only invoice items that no invoice has taken yet can be changed here.', {
      code: 'invoice_not_editable',
    })
  return item
}

const update = (call: Call, params: Stripe.InvoiceItemUpdateParams, id: string): InvoiceItem => {
  const old = pending(call, id)
  return call.account.update('invoiceitem', {
    ...old,
    amount: params.amount ?? old.amount,
    description: updated(params.description, old.description),
    discountable: params.discountable ?? old.discountable,
    metadata: mergeMetadata(old.metadata, params.metadata),
    tax_rates: chooseRates(call.account, params.tax_rates, { param: 'tax_rates', before: old.tax_rates }),
  })
}

const remove = (call: Call, id: string): Answer => {
  call.account.remove('invoiceitem', pending(call, id), 'invoiceitem.deleted')
  return { id, object: 'invoiceitem', deleted: true } as Answer
}

const fits = (item: InvoiceItem, params: Stripe.InvoiceItemListParams): boolean =>
  all(
    same(params.customer, item.customer),
    same<string | null>(params.invoice, item.invoice),
    params.pending === undefined || params.pending === (item.invoice === null),
  )

const spec = (operation: string, supports: readonly string[] = []) => ({ resource: 'invoiceitem', operation, supports })

export const invoiceItemRoutes: readonly Route[] = [
  route<Stripe.InvoiceItemCreateParams>('POST', '/v1/invoiceitems', {
    ...spec('create', CREATE_ITEM_PARAMS),
    handle: createInvoiceItem,
  }),
  route<Stripe.InvoiceItemListParams>('GET', '/v1/invoiceitems', {
    ...spec('list', ['created', 'customer', 'ending_before', 'invoice', 'limit', 'pending', 'starting_after']),
    handle: (call, params) =>
      listPage(call, {
        kind: 'invoiceitem',
        params,
        keys: [keyed('customer', params.customer), keyed('invoice', params.invoice)],
        where: (item) => fits(item, params),
      }),
  }),
  route('GET', '/v1/invoiceitems/:id', {
    ...spec('retrieve'),
    handle: ({ account }, _params, [id = '']) => account.need('invoiceitem', id),
  }),
  route<Stripe.InvoiceItemUpdateParams>('POST', '/v1/invoiceitems/:id', {
    ...spec('update', ['amount', 'description', 'discountable', 'metadata', 'tax_rates']),
    handle: (call, params, [id = '']) => update(call, params, id),
  }),
  route('DELETE', '/v1/invoiceitems/:id', {
    ...spec('delete'),
    handle: (call, _params, [id = '']) => remove(call, id),
  }),
]
