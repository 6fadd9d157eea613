import type { Stripe } from 'stripe'
import type { Dunning } from '../billing/dunning-rules.ts'
import type { PriceTier } from '../billing/price-rules.ts'
import type { Indexes } from './collection.ts'
import type { Stored } from './stored.ts'
import type { SubscriptionFields } from './subscription-fields.ts'

export type Customer = Stored<Stripe.Customer>
export type Product = Stored<Stripe.Product>
/** `_is_inline`: made for one line of an invoice, and not in the catalogue. */
export type Price = Stored<Stripe.Price> & { readonly _is_inline?: true }
/** Kept beside the price, which shows them only when asked to. */
export interface PriceTiers {
  readonly id: string
  readonly tiers: readonly PriceTier[]
}
export type Coupon = Stored<Stripe.Coupon> & { readonly _applies_to?: { readonly products: string[] } }
export type Meter = Stored<Stripe.Billing.Meter>
export type MeterEvent = Stored<Stripe.Billing.MeterEvent> & {
  readonly id: string
  readonly _meter: string
  readonly _customer: string
  readonly _value: number
}
export type CreditNote = Stored<Stripe.CreditNote>
export type CreditNoteLine = Stored<Stripe.CreditNoteLineItem>
export type PromotionCode = Stored<Stripe.PromotionCode>
export type Discount = Stored<Stripe.Discount>
/** `_line_tax_rates`: the rates of lines that have their own, by line; others take `default_tax_rates`. */
export type Invoice = Stored<Stripe.Invoice> & {
  readonly _is_overdue?: true
  readonly _days_until_due?: number
  readonly _line_tax_rates?: Readonly<Record<string, readonly string[]>>
}
/** `_is_untaxed`: gives back what bore no tax, so that default rates do not apply to it either. */
export type InvoiceItem = Stored<Stripe.InvoiceItem> & {
  readonly _subscription_item?: string
  readonly _is_untaxed?: true
}
export type InvoiceLine = Stored<Stripe.InvoiceLineItem>
export type BalanceTransaction = Stored<Stripe.CustomerBalanceTransaction>
export type Subscription = Stored<Stripe.Subscription> & SubscriptionFields
export type SubscriptionItem = Subscription['items']['data'][number]
/** `_expiry_told`: the end that was announced. */
export type SubscriptionSchedule = Stored<Stripe.SubscriptionSchedule> & { readonly _expiry_told?: number }
export type TaxId = Stored<Stripe.TaxId>
/** The account's settings for failed payments, once they were changed. */
export type DunningSettings = Dunning & { readonly id: string }
export type TaxRate = Stored<Stripe.TaxRate>
/** Names that begin with `_` are the sandbox's own and are never sent. */
export type PaymentMethod = Stored<Stripe.PaymentMethod> & {
  readonly _outcome: string
  readonly _attach?: string
  /** What becomes of refunds to it; they succeed at once unless said. */
  readonly _refunds?: 'fail' | 'wait'
}
/** `_next_at`: when the bank answers a debit that is processing, or an authorisation ends. */
export type PaymentIntent = Stored<Stripe.PaymentIntent> & { readonly _next_at?: number | null }
export type Charge = Stored<Stripe.Charge>
/** `_ends`: what a refund comes to, and when. */
export type Refund = Stored<Stripe.Refund> & {
  readonly _ends?: { readonly at: number; readonly as: 'failed' | 'succeeded' }
}
export type InvoicePayment = Stored<Stripe.InvoicePayment>
export type CheckoutSession = Stored<Stripe.Checkout.Session> & {
  readonly _line_items: Stored<Stripe.LineItem>[]
  readonly _payment_data?: { readonly description: string | null; readonly metadata: Stripe.MetadataParam }
  readonly _subscription_data: {
    readonly description?: string
    readonly metadata: Stripe.MetadataParam
    readonly trialDays: number | null
  }
}

export type SetupIntent = Stored<Stripe.SetupIntent>
/** `_products`: which prices a subscription may change to; shown only when asked for. */
export type PortalConfiguration = Stored<Stripe.BillingPortal.Configuration> & {
  readonly _products: NonNullable<Stripe.BillingPortal.Configuration['features']['subscription_update']['products']>
}
export type PortalSession = Stored<Stripe.BillingPortal.Session>
export type TestClock = Stored<Omit<Stripe.TestHelpers.TestClock, 'deleted'>>
/** A secret that was rolled and still signs until then, in Unix seconds. */
export interface RetiredSecret {
  readonly secret: string
  readonly until: number
}
export type WebhookEndpoint = Stored<Omit<Stripe.WebhookEndpoint, 'deleted' | 'secret'>> & {
  readonly _secret: string
  readonly _retired?: readonly RetiredSecret[]
}

/** An event on its way to one endpoint; gone once it has arrived or is given up. */
export interface WebhookDelivery {
  readonly id: string
  readonly event: string
  readonly endpoint: string
  readonly attempts: number
  /** Account time of the next attempt in Unix seconds; null when it is to be sent now. */
  readonly retryAt: number | null
}

/** An event keeps the object as it was sent. */
export interface StoredEvent {
  readonly id: string
  readonly object: 'event'
  readonly api_version: string
  readonly created: number
  readonly data: { readonly object: unknown; readonly previous_attributes?: Readonly<Record<string, unknown>> }
  readonly livemode: false
  readonly pending_webhooks: number
  readonly request: { readonly id: string | null; readonly idempotency_key: string | null }
  readonly type: string
}

/** One row: how many days ahead renewals are announced. */
export interface RenewalNotice {
  readonly id: string
  readonly days: number | null
}

/** Something that was due and could not be decided: it waits under the id of its object until a request changes that. */
export interface Held {
  readonly id: string
  readonly kind: string
  /** When it was due. Unix seconds. */
  readonly since: number
  readonly reason: string
  /** The schedule without whose next phase nothing can be said of its subscription. */
  readonly behind: string | null
}

/** The answer that a repeated idempotency key receives again. */
export interface KeptAnswer {
  readonly id: string
  readonly request: string
  readonly status: number
  readonly body: string
  readonly requestId: string
  readonly keptAt: number
}

export interface Kinds {
  readonly customer: Customer
  readonly product: Product
  readonly price: Price
  readonly price_tiers: PriceTiers
  readonly credit_note: CreditNote
  readonly 'billing.meter': Meter
  readonly 'billing.meter_event': MeterEvent
  readonly coupon: Coupon
  readonly promotion_code: PromotionCode
  readonly discount: Discount
  readonly invoice: Invoice
  readonly invoiceitem: InvoiceItem
  readonly customer_balance_transaction: BalanceTransaction
  readonly subscription: Subscription
  readonly subscription_schedule: SubscriptionSchedule
  readonly tax_id: TaxId
  readonly tax_rate: TaxRate
  readonly dunning: DunningSettings
  readonly payment_method: PaymentMethod
  readonly payment_intent: PaymentIntent
  readonly charge: Charge
  readonly refund: Refund
  readonly invoice_payment: InvoicePayment
  readonly 'checkout.session': CheckoutSession
  readonly event: StoredEvent
  readonly setup_intent: SetupIntent
  readonly 'billing_portal.configuration': PortalConfiguration
  readonly 'billing_portal.session': PortalSession
  readonly 'test_helpers.test_clock': TestClock
  readonly webhook_endpoint: WebhookEndpoint
  readonly webhook_delivery: WebhookDelivery
  readonly kept_answer: KeptAnswer
  readonly renewal_notice: RenewalNotice
  readonly held: Held
}

export type Kind = keyof Kinds

const known = (...values: readonly (string | null | undefined)[]): string[] => values.flatMap((value) => value ?? [])

/** Stripe's search compares without regard to case. */
export const metadataKey = (key: string, value: string): string => `${key}\u0001${value.toLowerCase()}`

const metadata = ({ metadata }: { readonly metadata: Readonly<Record<string, string>> | null }): string[] =>
  Object.entries(metadata ?? {}).map(([key, value]) => metadataKey(key, value))

const lower = (value: string | null | undefined): string[] => known(value?.toLowerCase())

export const indexes: { readonly [K in Kind]: Indexes<Kinds[K]> } = {
  customer: {
    email: ({ email }) => known(email),
    anyEmail: ({ email }) => lower(email),
    clock: ({ test_clock }) => known(test_clock),
    metadata,
  },
  product: { metadata },
  price: { product: ({ product }) => [product], lookup: ({ lookup_key }) => known(lookup_key), metadata },
  price_tiers: {},
  credit_note: { invoice: ({ invoice }) => [invoice], customer: ({ customer }) => [customer] },
  'billing.meter': { eventName: ({ event_name, status }) => (status === 'active' ? [event_name] : []) },
  'billing.meter_event': { usage: ({ _meter, _customer }) => [`${_meter}/${_customer}`] },
  coupon: {},
  promotion_code: {
    code: ({ code }) => lower(code),
    coupon: ({ promotion }) => known(promotion.coupon),
    customer: ({ customer }) => known(customer),
  },
  discount: {
    customer: ({ customer, subscription }) => (subscription === null ? known(customer) : []),
    subscription: ({ subscription }) => known(subscription),
  },
  invoice: {
    customer: ({ customer }) => known(customer),
    subscription: ({ parent }) => known(parent?.subscription_details?.subscription),
    status: ({ status }) => known(status),
    number: ({ number }) => lower(number),
    metadata,
  },
  invoiceitem: {
    customer: ({ customer }) => [customer],
    invoice: ({ invoice }) => known(invoice),
    pending: ({ customer, invoice }) => (invoice === null ? [customer] : []),
  },
  customer_balance_transaction: { customer: ({ customer }) => [customer], invoice: ({ invoice }) => known(invoice) },
  subscription: {
    customer: ({ customer }) => [customer],
    status: ({ status }) => [status],
    item: ({ items }) => items.data.map(({ id }) => id),
    price: ({ items }) => items.data.map(({ price }) => price.id),
    metadata,
  },
  subscription_schedule: {
    customer: ({ customer }) => [customer],
    subscription: ({ subscription }) => known(subscription),
  },
  tax_id: { customer: ({ customer }) => known(customer) },
  tax_rate: {},
  dunning: {},
  payment_method: { customer: ({ customer }) => known(customer) },
  payment_intent: { customer: ({ customer }) => known(customer), metadata },
  charge: {
    customer: ({ customer }) => known(customer),
    intent: ({ payment_intent: intent }) => known(intent),
    metadata,
  },
  refund: {
    charge: ({ charge }) => known(charge),
    intent: ({ payment_intent: intent }) => known(intent),
  },
  invoice_payment: {
    invoice: ({ invoice }) => [invoice],
    intent: ({ payment }) => known(payment.payment_intent),
  },
  'checkout.session': {
    customer: ({ customer }) => known(customer),
    intent: ({ payment_intent: intent }) => known(intent),
    subscription: ({ subscription }) => known(subscription),
  },
  event: { type: ({ type }) => [type] },
  setup_intent: { customer: ({ customer }) => known(customer) },
  'billing_portal.configuration': { default: ({ is_default }) => (is_default ? ['yes'] : []) },
  'billing_portal.session': {},
  'test_helpers.test_clock': { status: ({ status }) => [status] },
  webhook_endpoint: {},
  webhook_delivery: { event: ({ event }) => [event] },
  kept_answer: {},
  renewal_notice: {},
  held: { behind: ({ behind }) => known(behind) },
}
