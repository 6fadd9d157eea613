import type { MirrorResource } from '../../server/ports/payment-gateway.ts'
import { emailOf, invoiceNumberOf, nameOf, stripeIdOf, teamIdOf } from './sample-people.ts'

// Pages of Stripe's lists as they come over the wire, in today's shape and about today's size per object.

const PAGE = 100
const CREATED = 1_760_000_000

const address = {
  city: 'Lyon',
  country: 'FR',
  line1: '12 rue de la Paix',
  line2: null,
  postal_code: '69001',
  state: null,
}

const customer = (number: number) => ({
  id: stripeIdOf('cus', number),
  object: 'customer',
  address,
  balance: 0,
  created: CREATED - number,
  currency: 'usd',
  customer_account: null,
  default_source: null,
  delinquent: false,
  description: null,
  email: emailOf(number),
  invoice_prefix: invoiceNumberOf(number).slice(0, 8),
  invoice_settings: {
    custom_fields: null,
    default_payment_method: stripeIdOf('pm', number),
    footer: null,
    rendering_options: null,
  },
  livemode: false,
  metadata: { team: teamIdOf(number), source: 'signup' },
  name: nameOf(number),
  next_invoice_sequence: 7,
  phone: null,
  preferred_locales: ['en'],
  shipping: null,
  tax_exempt: 'none',
  test_clock: null,
})

const price = (number: number) => ({
  id: stripeIdOf('price', number % 40),
  object: 'price',
  active: true,
  billing_scheme: 'per_unit',
  created: CREATED,
  currency: 'usd',
  custom_unit_amount: null,
  livemode: false,
  lookup_key: null,
  metadata: {},
  nickname: null,
  product: stripeIdOf('prod', number % 8),
  recurring: { interval: 'month', interval_count: 1, meter: null, trial_period_days: null, usage_type: 'licensed' },
  tax_behavior: 'exclusive',
  tiers_mode: null,
  transform_quantity: null,
  type: 'recurring',
  unit_amount: 4900,
  unit_amount_decimal: '4900',
})

const subscription = (number: number) => ({
  id: stripeIdOf('sub', number),
  object: 'subscription',
  application: null,
  automatic_tax: { disabled_reason: null, enabled: true, liability: { type: 'self' } },
  billing_cycle_anchor: CREATED - number,
  billing_mode: { flexible: { proration_discounts: 'included' }, type: 'flexible', updated_at: CREATED },
  cancel_at: null,
  cancel_at_period_end: false,
  canceled_at: null,
  cancellation_details: { comment: null, feedback: null, reason: null },
  collection_method: 'charge_automatically',
  created: CREATED - number,
  currency: 'usd',
  customer: stripeIdOf('cus', number),
  days_until_due: null,
  default_payment_method: null,
  discounts: [],
  ended_at: null,
  invoice_settings: { account_tax_ids: null, issuer: { type: 'self' } },
  items: {
    object: 'list',
    data: [
      {
        id: stripeIdOf('si', number),
        object: 'subscription_item',
        created: CREATED,
        current_period_end: CREATED + 2_592_000,
        current_period_start: CREATED,
        discounts: [],
        metadata: {},
        plan: null,
        price: price(number),
        quantity: 1 + (number % 20),
        subscription: stripeIdOf('sub', number),
        tax_rates: [],
      },
    ],
    has_more: false,
    total_count: 1,
    url: `/v1/subscription_items?subscription=${stripeIdOf('sub', number)}`,
  },
  latest_invoice: stripeIdOf('in', number),
  livemode: false,
  metadata: { team: teamIdOf(number) },
  pause_collection: null,
  payment_settings: { payment_method_options: null, payment_method_types: null, save_default_payment_method: 'off' },
  schedule: null,
  start_date: CREATED - number,
  status: 'active',
  trial_end: null,
  trial_start: null,
})

const line = (number: number) => ({
  id: stripeIdOf('il', number),
  object: 'line_item',
  amount: 4900,
  currency: 'usd',
  description: '1 × Business (at $49.00 / month)',
  discount_amounts: [],
  invoice: stripeIdOf('in', number),
  metadata: { team: teamIdOf(number) },
  parent: { subscription_item_details: { subscription: stripeIdOf('sub', number) }, type: 'subscription_item_details' },
  period: { end: CREATED + 2_592_000, start: CREATED },
  pricing: {
    price_details: { price: stripeIdOf('price', number % 40) },
    type: 'price_details',
    unit_amount_decimal: '4900',
  },
  quantity: 1,
  taxes: [],
})

const invoice = (number: number) => ({
  id: stripeIdOf('in', number),
  object: 'invoice',
  account_country: 'US',
  account_name: 'Example',
  amount_due: 4900,
  amount_paid: 4900,
  amount_remaining: 0,
  attempt_count: 1,
  attempted: true,
  auto_advance: false,
  billing_reason: 'subscription_cycle',
  collection_method: 'charge_automatically',
  created: CREATED - number,
  currency: 'usd',
  customer: stripeIdOf('cus', number),
  customer_address: address,
  customer_email: emailOf(number),
  customer_name: nameOf(number),
  discounts: [],
  due_date: null,
  hosted_invoice_url: `https://invoice.stripe.com/i/acct_1/test_${stripeIdOf('h', number)}`,
  invoice_pdf: `https://pay.stripe.com/invoice/acct_1/test_${stripeIdOf('h', number)}/pdf`,
  lines: { object: 'list', data: [line(number)], has_more: false, total_count: 1, url: '/v1/invoices/lines' },
  livemode: false,
  metadata: {},
  number: invoiceNumberOf(number),
  parent: { subscription_details: { subscription: stripeIdOf('sub', number) }, type: 'subscription_details' },
  period_end: CREATED,
  period_start: CREATED,
  status: 'paid',
  status_transitions: { finalized_at: CREATED, marked_uncollectible_at: null, paid_at: CREATED, voided_at: null },
  subtotal: 4900,
  total: 4900,
  total_discount_amounts: [],
  total_taxes: [],
})

const MAKERS = { customers: customer, subscriptions: subscription, invoices: invoice }

/** JSON texts, a hundred objects each; promotion codes: one empty page. */
export const makePages = (resource: MirrorResource, count: number): string[] => {
  if (resource === 'codes')
    return [JSON.stringify({ object: 'list', data: [], has_more: false, url: '/v1/promotion_codes' })]
  const make = MAKERS[resource]
  return Array.from({ length: Math.ceil(count / PAGE) }, (_, page) => {
    const data = Array.from({ length: Math.min(PAGE, count - page * PAGE) }, (_, i) => make(page * PAGE + i))
    return JSON.stringify({ object: 'list', data, has_more: (page + 1) * PAGE < count, url: `/v1/${resource}` })
  })
}
