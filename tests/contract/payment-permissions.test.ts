import { readFileSync } from 'node:fs'
import type { Access } from 'stripe-sandbox'
import { beforeAll, describe, expect, test } from 'vitest'
import { createStripeGateway } from '../../server/adapters/stripe/gateway.ts'
import { GatewayError } from '../../server/kernel/errors.ts'
import type { PaymentGateway } from '../../server/ports/payment-gateway.ts'
import { iso, itemOf, JUNE, openPaymentDay, openSandbox } from '../support/payment-day.ts'
import { draftFor, freeLine } from '../support/payment-invoices.ts'

// Guarantee: a restricted key with the permissions that docs/security.md lists is enough for everything the companion
// asks and tells Stripe, and none of them is given for nothing.

const sandbox = await openSandbox()

type Permissions = Readonly<Record<string, Access>>

/** Rows like `| Customers | customer | write | why |` of the table in docs/security.md. */
const documented = (): Permissions => {
  const text = readFileSync(new URL('../../docs/security.md', import.meta.url), 'utf8')
  const rows = [...text.matchAll(/^\| [^|]+\| `([a-z_]+)` +\| (read|write) +\|/gm)]
  return Object.fromEntries(rows.map(([, name = '', access]) => [name, access as Access]))
}

/** Only ever read inside of another object; the sandbox doesn't check what an expansion needs. */
const BY_EXPANSION = new Set(['subscription_schedule'])

const prepare = async () => {
  const day = await openPaymentDay(sandbox)
  const { stripe, customer } = day
  const subscription = await day.subscribe(3000)
  const open = await stripe.invoices.create({ customer, currency: 'usd' })
  await stripe.invoiceItems.create({ customer, invoice: open.id, amount: 4200, currency: 'usd' })
  await stripe.invoices.finalizeInvoice(open.id, { auto_advance: false })
  const price = await day.monthly(1000)
  const checkout = await stripe.checkout.sessions.create({
    mode: 'subscription',
    line_items: [{ price, quantity: 1 }],
    success_url: 'https://loomfield.example/done',
  })
  const meter = await stripe.billing.meters.create({
    display_name: 'End devices',
    event_name: 'end_devices',
    default_aggregation: { formula: 'last' },
  })
  const charges = await stripe.charges.list({ customer })
  await stripe.refunds.create({ charge: charges.data[0]?.id ?? '', amount: 100 })
  return {
    day,
    customer,
    id: subscription.id,
    item: itemOf(subscription),
    price,
    invoice: open.id,
    checkout: checkout.id,
    meter: meter.id,
  }
}

type Prepared = Awaited<ReturnType<typeof prepare>>

const since = iso(JUNE)

const reads = (
  gateway: PaymentGateway,
  { customer, id, item, price, invoice, checkout, meter }: Prepared,
): Array<() => Promise<unknown>> => [
  () => gateway.listSoldItems(null),
  () => gateway.readSoldItems(id),
  () => gateway.readMeter(meter),
  () => gateway.readMeterSummary({ meterStripeId: meter, customerStripeId: customer, from: since, to: iso(JUNE + 60) }),
  () =>
    gateway.findMeteredLine({
      subscriptionStripeId: id,
      itemStripeId: item,
      priceStripeId: price,
      startsAt: since,
      endsAt: iso(JUNE + 60),
    }),
  () => gateway.ping(),
  () => gateway.readForMirror('customers', customer),
  () => gateway.readForMirror('subscriptions', id),
  () => gateway.readForMirror('invoices', invoice),
  () => gateway.listEvents({ from: JUNE * 1000, startingAfter: null }),
  () => gateway.searchCustomersByMetadata('team', 'T1'),
  () => gateway.searchSubscriptionsByMetadata('team', 'T1'),
  () => gateway.readHolder(checkout),
  () => gateway.readHolder(invoice),
  () => gateway.listCheckoutHolders(customer),
  () => gateway.readCustomer(customer),
  () => gateway.listSubscriptions(customer),
  () => gateway.readSubscription(id),
  () => gateway.previewNextInvoice(customer, id),
  () => gateway.previewComingInvoices(id, 3),
  () => gateway.previewCancellation(id, true),
  () => gateway.listBalanceEntriesSince(customer, since),
  () => gateway.listPendingItems(customer),
  () => gateway.listCreditNotesSince(customer, since),
  () => gateway.listRefundsSince(customer, since),
  () => gateway.listDraftInvoices(customer),
  () => gateway.listInvoicesReaching(id, since),
  () => gateway.listTaxIds(customer),
  () => gateway.listPrices(),
  () => gateway.listRedemptionsSince(since),
  () => gateway.listTaxRates(),
  () => gateway.readInvoiceDocument(invoice),
  () => gateway.listCreditNotes(invoice),
  () => gateway.wasInvoiceSentSince(invoice, since),
  () => gateway.listOpenInvoices(null),
  () => gateway.readCheckout(checkout),
  ...(['customers', 'subscriptions', 'invoices', 'codes'] as const).map(
    (resource) => () => gateway.listForMirror(resource, null),
  ),
]

const writes = (gateway: PaymentGateway, { customer, id, item, invoice }: Prepared): Array<() => Promise<unknown>> => {
  const amount = { amount: 100, currency: 'usd' }
  const here = { subscriptionStripeId: id }
  const change = {
    ...here,
    items: [{ kind: 'update' as const, itemStripeId: item, quantity: 2 }],
    proration: 'none' as const,
    prorationAt: null,
    isNewCycle: false,
    payment: null,
    metadata: {},
  }
  const stop = { isUnusedTimeCredited: true, isInvoicedNow: false }
  const code = { code: 'CODE-1', customerStripeId: null, maxRedemptions: 1, expiresAt: null, isFirstTimeOnly: false }
  const coupon = { name: 'Outage', maxRedemptions: 1, redeemBy: null, productStripeIds: null, metadata: {} }
  const payload = { stripe_customer_id: customer, value: '1' }
  return [
    () => gateway.createMeterEvent({ eventName: 'end_devices', payload, identifier: 'e', at: since }),
    () =>
      gateway.createBalanceCredit(
        { customerStripeId: customer, amount, description: 'Outage', metadata: {} },
        'credit',
      ),
    () =>
      gateway.createCoupon(
        { ...coupon, stripeId: 'cs-1', off: { kind: 'amount', amount }, duration: { kind: 'once' } },
        'coupon',
      ),
    () => gateway.createPromotionCode({ ...code, couponStripeId: 'cs-1', metadata: {} }, 'code'),
    () =>
      gateway.replaceDiscounts({ ...here, items: [], discounts: [{ kind: 'coupon', couponStripeId: 'cs-1' }] }, 'd'),
    () => gateway.changeSubscription(change, 'change'),
    () => gateway.createTaxId({ customerStripeId: customer, type: 'eu_vat', value: 'DE123456789' }, 'tax'),
    () => gateway.updateCustomerBilling({ customerStripeId: customer, email: 'ap@loomfield.example' }, 'billing'),
    () => gateway.payInvoice(invoice, 'pay'),
    () => gateway.pauseSubscription({ ...here, ...stop }, 'pause'),
    () => gateway.cancelSubscription({ ...here, kind: 'now', isProrated: false, isInvoicedNow: false }, 'cancel'),
  ]
}

/** Invoices made by hand, and links. */
const sales = (gateway: PaymentGateway, { day, customer, price, invoice }: Prepared): Array<() => Promise<unknown>> => {
  const amount = { amount: 100, currency: 'usd' }
  const returnUrl = 'https://loomfield.example/back'
  return [
    () =>
      gateway.createCustomer({ name: 'Loomfield', email: 'ap@loomfield.example', address: null, metadata: {} }, 'c'),
    async () => {
      const { stripeId } = await gateway.createDraft(draftFor(day), 'draft')
      await gateway.addLines(stripeId, [freeLine(1, amount, { productStripeId: day.product })], 'lines')
      await gateway.deleteDraft(stripeId, 'delete')
    },
    () =>
      gateway.createCreditNote(
        { invoiceStripeId: invoice, amount, reason: 'order_change', memo: 'Outage', paidPart: 'none', metadata: {} },
        'note',
      ),
    () =>
      gateway.createCheckout(
        {
          customer: { stripeId: customer },
          priceStripeId: price,
          quantity: 1,
          metadata: {},
          clientReferenceId: 'T1',
          successUrl: returnUrl,
          cancelUrl: returnUrl,
          expiresAt: null,
        },
        'checkout',
      ),
    () => gateway.createPortalLink({ customerStripeId: customer, returnUrl }, 'portal'),
  ]
}

let keys = 0

const failuresWith = async (permissions: Permissions): Promise<GatewayError[]> => {
  const prepared = await prepare()
  const key = `rk_test_desk${keys++}`
  sandbox.declareKey(key, { account: prepared.day.key, permissions })
  const gateway = createStripeGateway({ key, apiBase: sandbox.url, timeoutMs: 2000 })
  const failures: GatewayError[] = []
  for (const call of [...reads(gateway, prepared), ...sales(gateway, prepared), ...writes(gateway, prepared)]) {
    try {
      await call()
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error
      failures.push(error)
    }
  }
  return failures
}

const lowered = (access: Access | undefined): Access => (access === 'write' ? 'read' : 'none')

describe('a restricted key', () => {
  let permissions: Permissions = {}
  beforeAll(() => {
    permissions = documented()
  })

  test('with what is documented can do everything', async () => {
    expect(Object.keys(permissions).length).toBeGreaterThan(10)
    expect((await failuresWith(permissions)).map(({ message }) => message)).toEqual([])
  })

  test('with one permission less can’t', async () => {
    for (const name of Object.keys(permissions).filter((one) => !BY_EXPANSION.has(one))) {
      const failures = await failuresWith({ ...permissions, [name]: lowered(permissions[name]) })
      expect([name, failures.some(({ failure }) => failure === 'key-refused')]).toEqual([name, true])
    }
  })
})
