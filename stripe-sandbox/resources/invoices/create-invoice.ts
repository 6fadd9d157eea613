import type { Stripe } from 'stripe'
import { draftInvoice, pendingItems, takeItems } from '../../billing/draft-invoice.ts'
import { checkCurrency } from '../../billing/currency-rules.ts'
import { priceInvoice } from '../../billing/price-invoice.ts'
import type { Invoice } from '../../store/kinds.ts'
import { invalidRequest, missingParam } from '../../wire/errors.ts'
import type { Call } from '../../wire/route.ts'
import { claimCurrency } from '../subscriptions/create-subscription.ts'
import { invoiceDiscounts, invoiceFields } from './invoice-fields.ts'

export const CREATE_INVOICE_PARAMS = [
  'auto_advance',
  'collection_method',
  'currency',
  'custom_fields',
  'customer',
  'days_until_due',
  'default_payment_method',
  'description',
  'discounts',
  'due_date',
  'footer',
  'metadata',
  'number',
  'payment_settings.payment_method_types',
  'pending_invoice_items_behavior',
  'statement_descriptor',
  'subscription',
]

export const createInvoice = ({ account }: Call, params: Stripe.InvoiceCreateParams): Invoice => {
  if (params.customer === undefined) throw missingParam('customer')
  const known = account.need('customer', params.customer, 'customer')
  const subscription =
    params.subscription === undefined ? undefined : account.need('subscription', params.subscription, 'subscription')
  if (subscription !== undefined && subscription.customer !== known.id) {
    throw invalidRequest('The subscription does not belong to the customer.', { param: 'subscription' })
  }
  const currency = checkCurrency(params.currency ?? subscription?.currency ?? known.currency ?? 'usd')
  const customer = claimCurrency(account, known, currency)
  const fields = invoiceFields(account, params, customer)
  const draft = draftInvoice(account, {
    customer,
    currency,
    billingReason: subscription === undefined ? 'manual' : 'subscription_update',
    collectionMethod: fields.collection_method ?? 'charge_automatically',
    lines: [],
    discounts: [],
    period: { start: account.now, end: account.now },
    ...(subscription === undefined ? {} : { subscription }),
    autoAdvance: params.auto_advance ?? false,
    fields,
  })
  const discounts = invoiceDiscounts(account, params.discounts, { id: draft.id, currency, customer })
  const discounted = account.update('invoice', priceInvoice(account, { ...draft, discounts }))
  const includes = params.pending_invoice_items_behavior === 'include' || subscription !== undefined
  return includes
    ? takeItems(account, discounted, pendingItems(account, customer.id, currency, subscription?.id))
    : discounted
}
