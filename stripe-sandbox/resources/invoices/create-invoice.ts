import type { Stripe } from 'stripe'
import { draftInvoice, pendingItems, takeItems } from '../../billing/draft-invoice.ts'
import { checkCurrency } from '../../billing/currency-rules.ts'
import { priceInvoice } from '../../billing/price-invoice.ts'
import type { Account } from '../../store/account.ts'
import type { Customer, Invoice, Subscription } from '../../store/kinds.ts'
import { invalidRequest, missingParam } from '../../wire/errors.ts'
import type { Call } from '../../wire/route.ts'
import { given } from '../given.ts'
import { claimCurrency } from '../subscriptions/create-subscription.ts'
import { invoiceDiscounts, invoiceFields } from './invoice-fields.ts'

export const CREATE_INVOICE_PARAMS = [
  'auto_advance',
  'automatic_tax.enabled',
  'collection_method',
  'currency',
  'custom_fields',
  'customer',
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
  'pending_invoice_items_behavior',
  'statement_descriptor',
  'subscription',
]

const subscriptionFor = (account: Account, params: Stripe.InvoiceCreateParams): Subscription | undefined => {
  if (params.subscription === undefined) return undefined
  const found = account.need('subscription', params.subscription, 'subscription')
  if (found.customer === params.customer) return found
  throw invalidRequest('The subscription does not belong to the customer.', { param: 'subscription' })
}

const ownerOf = (
  account: Account,
  params: Stripe.InvoiceCreateParams,
  subscription: Subscription | undefined,
): Customer => {
  if (params.customer === undefined) throw missingParam('customer')
  const known = account.need('customer', params.customer, 'customer')
  const currency = params.currency ?? subscription?.currency ?? known.currency ?? 'usd'
  return claimCurrency(account, known, checkCurrency(currency))
}

const draftOf = (
  account: Account,
  params: Stripe.InvoiceCreateParams,
  customer: Customer,
  subscription: Subscription | undefined,
): Invoice => {
  const fields = invoiceFields(account, params, customer)
  return draftInvoice(account, {
    customer,
    currency: customer.currency ?? '',
    billingReason: subscription === undefined ? 'manual' : 'subscription_update',
    collectionMethod: given(fields.collection_method, 'charge_automatically'),
    lines: [],
    discounts: [],
    period: { start: account.now, end: account.now },
    ...(subscription === undefined ? {} : { subscription }),
    autoAdvance: given(params.auto_advance, false),
    fields,
  })
}

export const createInvoice = ({ account }: Call, params: Stripe.InvoiceCreateParams): Invoice => {
  const subscription = subscriptionFor(account, params)
  const customer = ownerOf(account, params, subscription)
  const draft = draftOf(account, params, customer, subscription)
  const discounts = invoiceDiscounts(account, params.discounts, { id: draft.id, currency: draft.currency, customer })
  const discounted = account.update('invoice', priceInvoice(account, { ...draft, discounts }))
  const includes = params.pending_invoice_items_behavior === 'include' || subscription !== undefined
  return includes
    ? takeItems(account, discounted, pendingItems(account, customer.id, draft.currency, subscription?.id))
    : discounted
}
