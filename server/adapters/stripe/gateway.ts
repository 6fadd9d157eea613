import { Stripe } from 'stripe'
import { stripeIdKind } from '@countersign/shared/ids'
import type { PaymentFacts } from '../../ports/payment-facts.ts'
import type { GatewayHolder, PaymentGateway, PaymentReads } from '../../ports/payment-gateway.ts'
import { discountFacts } from './list-discounts.ts'
import { snapshotOf } from './event-snapshot.ts'
import { listEvents } from './list-events.ts'
import { listForMirror } from './list-for-mirror.ts'
import {
  holderOfCheckout,
  holderOfCustomer,
  holderOfInvoice,
  holderOfSubscription,
  toCandidate,
  toCustomer,
} from './map-customer.ts'
import { couponIdsOf } from './map-discount.ts'
import { toBalanceEntry, toInvoice, toNextInvoice } from './map-invoice.ts'
import { previewChange } from './preview-change.ts'
import { previewComingInvoices } from './preview-coming.ts'
import { stopPreviews } from './preview-stops.ts'
import { metering } from './meter-facts.ts'
import { planFacts } from './read-plans.ts'
import { readForMirror } from './read-for-mirror.ts'
import { moneyFacts } from './read-money-facts.ts'
import { paidTime } from './read-paid-time.ts'
import { readPrices } from './read-prices.ts'
import { invoiceReads } from './read-invoices.ts'
import { readCoupons, readLiveSubscription, readSubscriptions } from './read-subscriptions.ts'
import { GatewayError } from '../../kernel/errors.ts'
import { ask, askForOne, expectList, expectObject, quoted } from './stripe-call.ts'
import { billingWrites } from './write-billing.ts'
import { couponWrites } from './write-coupons.ts'
import { invoiceWrites } from './write-invoices.ts'
import { linkWrites } from './write-links.ts'
import { subscriptionWrites } from './write-subscriptions.ts'

export interface StripeOptions {
  readonly key: string
  /** Another origin than Stripe's, e.g. the sandbox; null = Stripe. */
  readonly apiBase: string | null
  readonly timeoutMs: number
}

const MOST_SUBSCRIPTIONS = 2000

/** Staff wait for these answers: one retry by the SDK, then an honest state on the screen. */
const RETRIES = 1

export const createStripeClient = ({ key, apiBase, timeoutMs }: StripeOptions): Stripe => {
  const base = apiBase ? new URL(apiBase) : null
  return new Stripe(key, {
    timeout: timeoutMs,
    maxNetworkRetries: RETRIES,
    telemetry: false,
    appInfo: { name: 'countersign' },
    ...(base
      ? {
          host: base.hostname,
          port: base.port || (base.protocol === 'https:' ? '443' : '80'),
          protocol: base.protocol === 'https:' ? 'https' : 'http',
        }
      : {}),
  })
}

const readCustomer = async (client: Stripe, id: string): Promise<Stripe.Customer | null> => {
  const customer = await askForOne(() => client.customers.retrieve(id, { expand: ['tax_ids'] }))
  if (!customer || customer.deleted) return null
  return expectObject(customer, 'customer')
}

const readHolder = async (client: Stripe, id: string): Promise<GatewayHolder | null> => {
  switch (stripeIdKind(id)) {
    case 'customer': {
      const customer = await readCustomer(client, id)
      return customer && holderOfCustomer(customer)
    }
    case 'subscription': {
      const subscription = await askForOne(() => client.subscriptions.retrieve(id))
      return subscription && holderOfSubscription(expectObject(subscription, 'subscription'))
    }
    case 'invoice': {
      const invoice = await askForOne(() => client.invoices.retrieve(id))
      return invoice && holderOfInvoice(expectObject(invoice, 'invoice'))
    }
    case 'checkout-session': {
      const session = await askForOne(() => client.checkout.sessions.retrieve(id))
      return session && holderOfCheckout(expectObject(session, 'checkout.session'))
    }
    default:
      return null
  }
}

const searchers = (
  client: Stripe,
): Pick<PaymentReads, 'searchCustomersByMetadata' | 'searchSubscriptionsByMetadata' | 'findCustomersByEmail'> => ({
  searchCustomersByMetadata: async (key, value) => {
    const query = `metadata[${quoted(key)}]:${quoted(value)}`
    return expectList(await ask(() => client.customers.search({ query, limit: 100 }))).map(toCandidate)
  },
  searchSubscriptionsByMetadata: async (key, value) => {
    const query = `metadata[${quoted(key)}]:${quoted(value)}`
    return expectList(await ask(() => client.subscriptions.search({ query, limit: 100 }))).map(holderOfSubscription)
  },
  findCustomersByEmail: async (email) => {
    const rows = expectList(await ask(() => client.customers.search({ query: `email:${quoted(email)}`, limit: 100 })))
    return rows.map(toCandidate)
  },
})

const holders = (
  client: Stripe,
): Pick<PaymentReads, 'readCandidate' | 'readHolder' | 'listSubscriptionHolders' | 'listCheckoutHolders'> => ({
  readCandidate: async (id) => {
    const customer = await readCustomer(client, id)
    return customer && toCandidate(customer)
  },
  readHolder: (id) => readHolder(client, id),
  listSubscriptionHolders: async (customer) => {
    const list = () => client.subscriptions.list({ customer, status: 'all', limit: 100 })
    const rows = await ask(() => list().autoPagingToArray({ limit: MOST_SUBSCRIPTIONS }))
    // What wasn't read could carry another team's id: better no answer than half of one.
    if (rows.length === MOST_SUBSCRIPTIONS) {
      throw new GatewayError('stripe', 'failed', { retryable: false, detail: 'more subscriptions than are read' })
    }
    return expectList({ data: rows }).map(holderOfSubscription)
  },
  listCheckoutHolders: async (customer) => {
    const rows = await ask(() => client.checkout.sessions.list({ customer, limit: 100 }))
    return expectList(rows).map(holderOfCheckout)
  },
})

const readers = (
  client: Stripe,
): Pick<
  PaymentReads,
  'readCustomer' | 'listSubscriptions' | 'previewNextInvoice' | 'listInvoices' | 'listBalanceEntries'
> => ({
  readCustomer: async (id) => {
    const customer = await readCustomer(client, id)
    if (!customer) return null
    const [methods, coupons] = await Promise.all([
      ask(() => client.customers.listPaymentMethods(id, { limit: 20 })),
      readCoupons(client, customer.discount ? couponIdsOf([customer.discount]) : []),
    ])
    return ask(async () => toCustomer({ customer, methods: expectList(methods), coupons }))
  },
  listSubscriptions: (customer) => readSubscriptions(client, customer),
  previewNextInvoice: async (customer, subscription) => {
    const preview = await askForOne(() => client.invoices.createPreview({ customer, subscription }))
    return preview && ask(async () => toNextInvoice(expectObject(preview, 'invoice')))
  },
  listInvoices: async (customer, startingAfter) => {
    const page = await ask(() =>
      client.invoices.list({ customer, limit: 50, ...(startingAfter ? { starting_after: startingAfter } : {}) }),
    )
    return ask(async () => ({ rows: expectList(page).map(toInvoice), hasMore: page.has_more }))
  },
  listBalanceEntries: async (customer, startingAfter) => {
    const page = await ask(() =>
      client.customers.listBalanceTransactions(customer, {
        limit: 50,
        ...(startingAfter ? { starting_after: startingAfter } : {}),
      }),
    )
    return ask(async () => ({ rows: expectList(page).map(toBalanceEntry), hasMore: page.has_more }))
  },
})

const facts = (client: Stripe): PaymentFacts => ({
  ...moneyFacts(client),
  readSubscription: (id) => readLiveSubscription(client, id),
  ...stopPreviews(client),
  previewChange: (change) => previewChange(client, change),
  previewComingInvoices: (id, count) => previewComingInvoices(client, id, count),
  listPrices: () => readPrices(client),
})

/** The one place where the SDK is spoken. */
export const createStripeGateway = (options: StripeOptions): PaymentGateway => {
  const client = createStripeClient(options)
  return {
    ...facts(client),
    ...paidTime(client),
    ...planFacts(client),
    ...metering(client),
    ...discountFacts(client),
    ...billingWrites(client),
    ...couponWrites(client),
    ...subscriptionWrites(client),
    ...invoiceWrites(client),
    ...invoiceReads(client),
    ...linkWrites(client),
    ...searchers(client),
    ...holders(client),
    ...readers(client),
    listForMirror: (resource, startingAfter) => listForMirror(client, resource, startingAfter),
    readForMirror: (resource, id) => readForMirror(client, resource, id),
    listEvents: (wish) => listEvents(client, wish),
    readSnapshot: snapshotOf,
    ping: async () => {
      expectList(await ask(() => client.customers.list({ limit: 1 })))
    },
  }
}
