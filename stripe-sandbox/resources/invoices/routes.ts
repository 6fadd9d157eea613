import type { Stripe } from 'stripe'
import { markUncollectible, voidInvoice } from '../../billing/close-invoice.ts'
import { chargeInvoice, finalizeInvoice } from '../../billing/collect-invoice.ts'
import { checkPayable } from '../../billing/invoice-payments.ts'
import { payOutOfBand } from '../../billing/pay-out-of-band.ts'
import { priceInvoice } from '../../billing/price-invoice.ts'
import { sendInvoice } from '../../billing/send-invoice.ts'
import type { Invoice } from '../../store/kinds.ts'
import { invalidRequest, keepingWork, notBuilt } from '../../wire/errors.ts'
import { all, inRange, keyed, listPage, same } from '../../wire/list.ts'
import { type Answer, type Call, type Route, route } from '../../wire/route.ts'
import { type SearchFields, type SearchParams, searchPage } from '../../wire/search.ts'
import { mergeMetadata } from '../metadata.ts'
import { ADD_LINES_PARAMS, addLines } from './add-lines.ts'
import { attachPayment } from './attach-payment.ts'
import { CREATE_INVOICE_PARAMS, createInvoice } from './create-invoice.ts'
import { invoiceDiscounts, invoiceFields } from './invoice-fields.ts'
import { listLines } from './list-lines.ts'
import { PREVIEW_PARAMS, previewInvoice } from './preview-invoice.ts'
import { REMOVE_LINES_PARAMS, removeLines } from './remove-lines.ts'
import { UPDATE_LINE_PARAMS, updateLine } from './update-line.ts'

const UPDATE = [
  'auto_advance',
  'automatic_tax.enabled',
  'collection_method',
  'custom_fields',
  'days_until_due',
  'default_payment_method',
  'default_tax_rates',
  'description',
  'discounts',
  'due_date',
  'footer',
  'metadata',
  'number',
  'payment_settings.payment_method_types',
  'statement_descriptor',
]

const subscriptionOf = (invoice: Invoice): string | null => invoice.parent?.subscription_details?.subscription ?? null

const searchFields: SearchFields<Invoice> = {
  created: { type: 'numeric', of: ({ created }) => created },
  currency: { type: 'token', of: ({ currency }) => currency },
  customer: { type: 'token', of: ({ customer }) => customer },
  last_finalization_error_code: { type: 'token', of: ({ last_finalization_error: error }) => error?.code },
  last_finalization_error_type: { type: 'token', of: ({ last_finalization_error: error }) => error?.type },
  number: { type: 'text', of: ({ number }) => number, index: 'number' },
  receipt_number: { type: 'text', of: ({ receipt_number }) => receipt_number },
  status: { type: 'text', of: ({ status }) => status, index: 'status' },
  subscription: { type: 'text', of: subscriptionOf },
  total: { type: 'numeric', of: ({ total }) => total },
}

/** Once finalised, an invoice keeps everything but metadata and how it is collected. */
const EDITABLE = new Set(['auto_advance', 'default_payment_method', 'expand', 'metadata'])

const update = ({ account }: Call, params: Stripe.InvoiceUpdateParams, id: string): Invoice => {
  const old = account.need('invoice', id)
  if (old.status !== 'draft') {
    const [refused] = Object.keys(params).filter((name) => !EDITABLE.has(name))
    if (refused !== undefined)
      throw invalidRequest(`Finalized invoices can't be updated in this way: ${refused}.`, {
        code: 'invoice_not_editable',
        param: refused,
      })
    const metadata = mergeMetadata(old.metadata, params.metadata)
    return account.update(
      'invoice',
      { ...old, metadata, auto_advance: params.auto_advance ?? old.auto_advance ?? false },
      'invoice.updated',
    )
  }
  const customer = account.need('customer', old.customer ?? '')
  const isAutomatic = params.auto_advance ?? old.auto_advance ?? false
  const discounts = invoiceDiscounts(account, params.discounts, { id, currency: old.currency, customer }, old.discounts)
  return account.update(
    'invoice',
    priceInvoice(account, {
      ...old,
      ...invoiceFields(account, params, customer, old),
      auto_advance: isAutomatic,
      automatically_finalizes_at: isAutomatic ? (old.automatically_finalizes_at ?? account.now + 3600) : null,
      discounts,
    }),
    'invoice.updated',
  )
}

const remove = ({ account }: Call, id: string): Answer => {
  const invoice = account.need('invoice', id)
  if (invoice.status !== 'draft' || subscriptionOf(invoice) !== null) {
    throw invalidRequest('You can only delete draft invoices that do not belong to a subscription.', {
      code: 'invoice_not_editable',
    })
  }
  for (const item of account.all('invoiceitem').list([{ index: 'invoice', value: id }]))
    account.update('invoiceitem', { ...item, invoice: null })
  account.remove('invoice', invoice, 'invoice.deleted')
  return { id, object: 'invoice', deleted: true } as Answer
}

const finalize = ({ account }: Call, params: Stripe.InvoiceFinalizeInvoiceParams, id: string): Invoice => {
  const draft = account.need('invoice', id)
  finalizeInvoice(account, params.auto_advance === undefined ? draft : { ...draft, auto_advance: params.auto_advance })
  return account.need('invoice', id)
}

const pay = ({ account }: Call, params: Stripe.InvoicePayParams, id: string): Invoice => {
  const invoice = account.need('invoice', id)
  const open = invoice.status === 'draft' ? finalizeInvoice(account, invoice) : invoice
  if (invoice.status === 'paid') throw invalidRequest('Invoice is already paid')
  if (open.status === 'paid') return open
  if (open.status !== 'open' && !(open.status === 'uncollectible' && params.paid_out_of_band))
    throw invalidRequest(`This invoice is ${open.status} and cannot be paid.`, { code: 'status_transition_invalid' })
  if (params.paid_out_of_band) return payOutOfBand(account, open)
  checkPayable(account, open)
  const { refusal } = chargeInvoice(account, open, params.payment_method)
  // The failed attempt stays on record although the request fails.
  if (refusal !== undefined) throw keepingWork(refusal)
  return account.need('invoice', id)
}

const send = ({ account }: Call, id: string): Invoice => {
  const invoice = account.need('invoice', id)
  const final = invoice.status === 'draft' ? finalizeInvoice(account, invoice) : invoice
  // The documents name no answer for it, only that no mail goes out.
  if (final.customer_email === null) throw notBuilt('sending an invoice to a customer without an e-mail')
  return sendInvoice(account, final)
}

const fits = (invoice: Invoice, params: Stripe.InvoiceListParams): boolean =>
  all(
    same<string | null>(params.customer, invoice.customer),
    same<string | null>(params.status, invoice.status),
    same<string | null>(params.subscription, subscriptionOf(invoice)),
    same(params.collection_method, invoice.collection_method),
    inRange(invoice.due_date, params.due_date),
  )

const spec = (operation: string, supports: readonly string[] = []) => ({ resource: 'invoice', operation, supports })

const LIST = [
  'collection_method',
  'created',
  'customer',
  'due_date',
  'ending_before',
  'limit',
  'starting_after',
  'status',
  'subscription',
]

export const invoiceRoutes: readonly Route[] = [
  route<Stripe.InvoiceCreateParams>('POST', '/v1/invoices', {
    ...spec('create', CREATE_INVOICE_PARAMS),
    handle: createInvoice,
  }),
  route<Stripe.InvoiceCreatePreviewParams>('POST', '/v1/invoices/create_preview', {
    ...spec('create preview', PREVIEW_PARAMS),
    handle: previewInvoice,
  }),
  route<SearchParams>('GET', '/v1/invoices/search', {
    ...spec('search', ['query', 'limit', 'page']),
    handle: (call, params) => searchPage(call, 'invoice', params, searchFields),
  }),
  route<Stripe.InvoiceListParams>('GET', '/v1/invoices', {
    ...spec('list', LIST),
    handle: (call, params) =>
      listPage(call, {
        kind: 'invoice',
        params,
        keys: [
          keyed('customer', params.customer),
          keyed('subscription', params.subscription),
          keyed('status', params.status),
        ],
        where: (invoice) => fits(invoice, params),
      }),
  }),
  route('GET', '/v1/invoices/:id', {
    ...spec('retrieve'),
    handle: ({ account }, _params, [id = '']) => account.need('invoice', id),
  }),
  route<Stripe.InvoiceUpdateParams>('POST', '/v1/invoices/:id', {
    ...spec('update', UPDATE),
    handle: (call, params, [id = '']) => update(call, params, id),
  }),
  route('DELETE', '/v1/invoices/:id', { ...spec('delete'), handle: (call, _params, [id = '']) => remove(call, id) }),
  route<Stripe.InvoiceAddLinesParams>('POST', '/v1/invoices/:id/add_lines', {
    ...spec('add lines', ADD_LINES_PARAMS),
    handle: (call, params, [id = '']) => addLines(call, params, id),
  }),
  route<Stripe.InvoiceRemoveLinesParams>('POST', '/v1/invoices/:id/remove_lines', {
    ...spec('remove lines', REMOVE_LINES_PARAMS),
    handle: (call, params, [id = '']) => removeLines(call, params, id),
  }),
  route<Stripe.InvoiceFinalizeInvoiceParams>('POST', '/v1/invoices/:id/finalize', {
    ...spec('finalize', ['auto_advance']),
    handle: (call, params, [id = '']) => finalize(call, params, id),
  }),
  route<Stripe.InvoicePayParams>('POST', '/v1/invoices/:id/pay', {
    ...spec('pay', ['off_session', 'paid_out_of_band', 'payment_method']),
    handle: (call, params, [id = '']) => pay(call, params, id),
  }),
  route<Stripe.InvoiceAttachPaymentParams>('POST', '/v1/invoices/:id/attach_payment', {
    ...spec('attach payment', ['payment_intent']),
    handle: (call, params, [id = '']) => attachPayment(call, params, id),
  }),
  route('POST', '/v1/invoices/:id/send', { ...spec('send'), handle: (call, _params, [id = '']) => send(call, id) }),
  route('POST', '/v1/invoices/:id/void', {
    ...spec('void'),
    handle: ({ account }, _params, [id = '']) => voidInvoice(account, account.need('invoice', id)),
  }),
  route('POST', '/v1/invoices/:id/mark_uncollectible', {
    ...spec('mark uncollectible'),
    handle: ({ account }, _params, [id = '']) => markUncollectible(account, account.need('invoice', id)),
  }),
  route<Stripe.InvoiceListLineItemsParams>('GET', '/v1/invoices/:id/lines', {
    ...spec('list lines', ['ending_before', 'limit', 'starting_after']),
    handle: (call, params, [id = '']) => listLines(call, params, id),
  }),
  route<Stripe.InvoiceUpdateLineItemParams>('POST', '/v1/invoices/:id/lines/:line', {
    ...spec('update line', UPDATE_LINE_PARAMS),
    handle: updateLine,
  }),
]
