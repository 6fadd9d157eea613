import { DAY_MS, toIso } from '@countersign/shared/times'
import type { Stripe } from 'stripe'
import type { PaymentFacts } from '../../ports/payment-facts.ts'
import { REQUEST_KEYS } from '../../ports/request-metadata.ts'
import { listWhole } from './list-whole.ts'
import {
  toBillingIdentity,
  toCreditNote,
  toDraftInvoice,
  toMarkedEntry,
  toPendingItem,
  toRefund,
  toTaxId,
} from './map-billing.ts'
import { listRedemptions } from './list-redemptions.ts'
import { toCoupon, toPromotionCode } from './map-coupon.ts'
import { toInvoice } from './map-invoice.ts'
import { ask, askForOne, expectObject } from './stripe-call.ts'
import { secondsOf } from './write-options.ts'

/**
 * `since` is told by our clock, `created` by Stripe's. Ours may be ahead, and an entry that isn't found is made again; what
 * is listed too much costs nothing, since the request's id decides.
 */
const CLOCKS_DIFFER_MS = 2 * DAY_MS
const wellBefore = (since: string): string => toIso(Date.parse(since) - CLOCKS_DIFFER_MS)

const listEntries = (client: Stripe, customer: string, since: string) =>
  listWhole(() =>
    client.customers.listBalanceTransactions(customer, { created: { gte: secondsOf(since) }, limit: 100 }),
  )

const balanceFacts = (
  client: Stripe,
): Pick<PaymentFacts, 'listBalanceEntriesSince' | 'findBalanceEntriesByRequest'> => ({
  listBalanceEntriesSince: async (customer, since) => {
    const rows = await listEntries(client, customer, since)
    return ask(async () => rows.map(toMarkedEntry))
  },
  findBalanceEntriesByRequest: async (customer, { requestId, since }) => {
    const rows = await listEntries(client, customer, wellBefore(since))
    return ask(async () => rows.map(toMarkedEntry).filter((row) => row.metadata[REQUEST_KEYS.request] === requestId))
  },
})

/** Stripe lists refunds of a charge, not of a customer; a charge of long ago may have been refunded yesterday. */
const listRefunds = async (client: Stripe, customer: string, since: string): Promise<Stripe.Refund[]> => {
  const charges = await listWhole(() => client.charges.list({ customer, limit: 100 }))
  const lists = await Promise.all(
    charges
      .filter((charge) => charge.amount_refunded > 0)
      .map(({ id }) => listWhole(() => client.refunds.list({ charge: id, limit: 100 }))),
  )
  return lists.flat().filter((refund) => refund.created >= secondsOf(since))
}

const correctionFacts = (
  client: Stripe,
): Pick<PaymentFacts, 'listPendingItems' | 'listCreditNotesSince' | 'listRefundsSince' | 'listDraftInvoices'> => ({
  listPendingItems: async (customer) => {
    const rows = await listWhole(() => client.invoiceItems.list({ customer, pending: true, limit: 100 }))
    return ask(async () => rows.map(toPendingItem))
  },
  listCreditNotesSince: async (customer, since) => {
    const created = { gte: secondsOf(since) }
    const rows = await listWhole(() => client.creditNotes.list({ customer, created, limit: 100 }))
    return ask(async () => rows.map(toCreditNote))
  },
  listRefundsSince: async (customer, since) => {
    const rows = await listRefunds(client, customer, since)
    return ask(async () => rows.map(toRefund))
  },
  listDraftInvoices: async (customer) => {
    const rows = await listWhole(() => client.invoices.list({ customer, status: 'draft', limit: 100 }))
    return ask(async () => rows.map(toDraftInvoice))
  },
})

const identityFacts = (client: Stripe): Pick<PaymentFacts, 'readBillingIdentity' | 'listTaxIds' | 'readInvoice'> => ({
  readBillingIdentity: async (id) => {
    const customer = await askForOne(() => client.customers.retrieve(id))
    if (!customer || customer.deleted) return null
    return ask(async () => toBillingIdentity(expectObject(customer, 'customer')))
  },
  listTaxIds: async (customer) => {
    const rows = await listWhole(() => client.customers.listTaxIds(customer, { limit: 100 }))
    return rows.map(toTaxId)
  },
  readInvoice: async (id) => {
    const invoice = await askForOne(() => client.invoices.retrieve(id))
    return invoice && ask(async () => toInvoice(expectObject(invoice, 'invoice')))
  },
})

const couponFacts = (
  client: Stripe,
): Pick<PaymentFacts, 'readCoupon' | 'readPromotionCode' | 'listPromotionCodes' | 'listRedemptionsSince'> => ({
  listRedemptionsSince: (since) => listRedemptions(client, since),
  readCoupon: async (id) => {
    const coupon = await askForOne(() => client.coupons.retrieve(id, { expand: ['applies_to'] }))
    return coupon && ask(async () => toCoupon(expectObject(coupon, 'coupon')))
  },
  readPromotionCode: async (id) => {
    const code = await askForOne(() => client.promotionCodes.retrieve(id))
    return code && ask(async () => toPromotionCode(expectObject(code, 'promotion_code')))
  },
  listPromotionCodes: async (coupon) => {
    const rows = await listWhole(() => client.promotionCodes.list({ coupon, limit: 100 }))
    return ask(async () => rows.map(toPromotionCode))
  },
})

export const moneyFacts = (
  client: Stripe,
): ReturnType<typeof balanceFacts> &
  ReturnType<typeof correctionFacts> &
  ReturnType<typeof identityFacts> &
  ReturnType<typeof couponFacts> => ({
  ...balanceFacts(client),
  ...correctionFacts(client),
  ...identityFacts(client),
  ...couponFacts(client),
})
