import type { Account } from '../store/account.ts'
import type { Customer, Invoice, InvoiceItem, InvoiceLine, Subscription } from '../store/kinds.ts'
import { listOf } from '../wire/list.ts'
import { billedCustomer } from './billed-customer.ts'
import { invoiceItemLine } from './invoice-lines.ts'
import { DRAFT_SECONDS } from './invoice-rules.ts'
import { ratesOfItems, ratesOfSubscription } from './line-rates.ts'
import { priceInvoice } from './price-invoice.ts'

export interface DraftSpec {
  readonly customer: Customer
  readonly currency: string
  readonly billingReason: Invoice['billing_reason']
  readonly collectionMethod: Invoice['collection_method']
  readonly lines: readonly InvoiceLine[]
  readonly discounts: readonly string[]
  readonly period: { readonly start: number; readonly end: number }
  readonly subscription?: Subscription
  readonly autoAdvance?: boolean
  readonly fields?: Partial<Invoice>
}

const parentOf = (subscription: Subscription | undefined): Invoice['parent'] =>
  subscription === undefined
    ? null
    : {
        quote_details: null,
        subscription_details: { metadata: subscription.metadata, subscription: subscription.id },
        type: 'subscription_details',
      }

/** What every draft begins with. */
const NOTHING_YET = {
  account_name: null,
  account_tax_ids: null,
  amount_due: 0,
  amount_overpaid: 0,
  amount_paid: 0,
  amount_remaining: 0,
  amount_shipping: 0,
  application: null,
  attempt_count: 0,
  attempted: false,
  customer_account: null,
  default_payment_method: null,
  default_source: null,
  due_date: null,
  effective_at: null,
  ending_balance: null,
  from_invoice: null,
  last_finalization_error: null,
  latest_revision: null,
  livemode: false,
  next_payment_attempt: null,
  number: null,
  on_behalf_of: null,
  post_payment_credit_notes_amount: 0,
  pre_payment_credit_notes_amount: 0,
  receipt_number: null,
  rendering: null,
  shipping_cost: null,
  shipping_details: null,
  starting_balance: 0,
  statement_descriptor: null,
  subtotal: 0,
  subtotal_excluding_tax: 0,
  test_clock: null,
  total: 0,
  total_excluding_tax: 0,
  webhooks_delivered_at: null,
  description: null,
} as const

const blank = (account: Account, spec: DraftSpec): Invoice => {
  const { customer } = spec
  const id = account.ids.next('invoice')
  const isAutomatic = spec.autoAdvance ?? true
  return {
    ...NOTHING_YET,
    id,
    object: 'invoice',
    account_country: 'US',
    auto_advance: isAutomatic,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
    automatically_finalizes_at: isAutomatic ? account.now + DRAFT_SECONDS : null,
    billing_reason: spec.billingReason,
    collection_method: spec.collectionMethod,
    created: account.now,
    currency: spec.currency,
    custom_fields: customer.invoice_settings.custom_fields,
    customer: customer.id,
    ...billedCustomer(account, customer),
    customer_tax_exempt: customer.tax_exempt ?? 'none',
    default_tax_rates: [...(spec.subscription?.default_tax_rates ?? [])],
    discounts: [...spec.discounts],
    footer: customer.invoice_settings.footer,
    issuer: { type: 'self' },
    lines: listOf(`/v1/invoices/${id}/lines`, [...spec.lines]),
    metadata: {},
    parent: parentOf(spec.subscription),
    payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
    period_end: spec.period.end,
    period_start: spec.period.start,
    status: 'draft',
    status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
    total_discount_amounts: [],
    total_pretax_credit_amounts: [],
    total_taxes: [],
    _line_tax_rates: ratesOfSubscription(spec.lines, spec.subscription),
    ...spec.fields,
  }
}

/** Makes and saves a draft with its sums. */
export const draftInvoice = (account: Account, spec: DraftSpec): Invoice =>
  account.create('invoice', priceInvoice(account, blank(account, spec)), 'invoice.created')

/** Pending items of a customer that an invoice of this currency may take: those of no or of the same subscription. */
export const pendingItems = (
  account: Account,
  customer: string,
  currency: string,
  subscription?: string,
): InvoiceItem[] =>
  [...account.all('invoiceitem').oldest([{ index: 'pending', value: customer }])].filter((item) => {
    const bound = item.parent?.subscription_details?.subscription
    return item.currency === currency && (bound === undefined || bound === subscription)
  })

const taking =
  (join: (taken: readonly InvoiceLine[], there: readonly InvoiceLine[]) => InvoiceLine[]) =>
  (account: Account, invoice: Invoice, items: readonly InvoiceItem[]): Invoice => {
    if (items.length === 0) return invoice
    const lines = items.map((item) => invoiceItemLine(account, item))
    for (const item of items) account.update('invoiceitem', { ...item, invoice: invoice.id })
    return account.update(
      'invoice',
      priceInvoice(account, {
        ...invoice,
        lines: { ...invoice.lines, data: join(lines, invoice.lines.data) },
        _line_tax_rates: { ...invoice._line_tax_rates, ...ratesOfItems(lines, items) },
      }),
    )
  }

/** Takes pending items into an invoice's lines and marks them as taken; they stand before all others. */
export const takeItems = taking((taken, there) => [...taken, ...there])

/** What is added to an invoice that exists stands at its end, in the order in which it came. */
export const addItems = taking((taken, there) => [...there, ...taken])
