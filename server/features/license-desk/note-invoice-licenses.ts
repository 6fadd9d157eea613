import { dayOf, dayStart, toIso } from '@countersign/shared/times'
import { systemActor } from '../../kernel/actor.ts'
import type { Transaction } from '../../ports/database.ts'
import type { InvoiceDocument } from '../../ports/payment-invoices.ts'
import type { PlanProduct } from '../../ports/plan-facts.ts'
import { listMadeByHand } from '../invoices/index.ts'
import {
  confirmFacts,
  findSale,
  listLicensesOfInvoice,
  lockLicenses,
  readLicensePlan,
  updateLicense,
} from '../licenses/index.ts'
import { factsOfInvoice } from './facts-rules.ts'
import { issueSold } from './issue-sold.ts'
import type { Heard } from './read-heard.ts'
import { payRenewal } from './pay-renewal.ts'
import type { LicenseRow } from './store.ts'
import { tellLicense } from './tell-license.ts'

type HeardInvoice = Extract<Heard, { of: 'invoice' }>

const STRIPE = { actor: systemActor('licenses'), requestId: null }

const WORDS: Readonly<Record<InvoiceDocument['status'] | 'gone', string>> = {
  draft: 'is a draft',
  open: 'is open',
  paid: 'is paid',
  void: 'was voided',
  uncollectible: 'was written off',
  gone: 'isn’t at Stripe any more',
}

/** Updates of what becomes active with its payment begin with it, not with the day that it was asked for. */
const beginUpdates = async (tx: Transaction, row: LicenseRow, paidAt: string): Promise<{ updatesUntil?: string }> => {
  const sale = await findSale(tx, row.id)
  if (row.deliverOn !== 'paid' || row.updatesUntil === null || !sale) return {}
  const included = dayStart(row.updatesUntil) - dayStart(dayOf(toIso(sale.soldAt)))
  return { updatesUntil: dayOf(toIso(dayStart(dayOf(paidAt)) + included)) }
}

/** When it was paid for the first time; null: it isn't, or was before. */
const firstPaid = (row: LicenseRow, document: InvoiceDocument | null): string | null =>
  (row.facts ?? '').includes('"paidAt":"') ? null : (document?.paidAt ?? null)

const isOlder = (row: LicenseRow, at: number): boolean => row.factsAsOf !== null && row.factsAsOf > at

const follow = async (tx: Transaction, row: LicenseRow, { document, at }: HeardInvoice): Promise<void> => {
  if (isOlder(row, at)) return
  const facts = JSON.stringify(factsOfInvoice(document))
  if (facts === row.facts) return confirmFacts(tx, row.id, at)
  const paidAt = firstPaid(row, document)
  const begun = paidAt === null ? {} : await beginUpdates(tx, row, paidAt)
  await updateLicense(tx, row.id, { facts, factsAsOf: at, changedAt: at, ...begun })
  const text = `Its invoice ${WORDS[document?.status ?? 'gone']}.`
  await tellLicense(tx, row, { ...STRIPE, at }, { kind: 'followed', text, details: { invoice: row.invoiceStripeId } })
}

/** What can't be read is issued by staff once it is mended; it must not hold up the event. */
const isReadable = ({ name, metadata }: PlanProduct): boolean =>
  readLicensePlan({ productName: name, productMetadata: metadata, priceMetadata: {} }).is === 'plan'

/**
 * Takes what an invoice is now into the licenses that stand on it, and into the renewal that it pays. One that nobody made by
 * hand and that is paid becomes licenses by itself; what a quote sold has its fulfilment task.
 */
export const noteInvoiceLicenses = async (tx: Transaction, heard: HeardInvoice): Promise<void> => {
  const { stripeId, document, products, teamId, at } = heard
  const kept = await listLicensesOfInvoice(tx, stripeId)
  const rows =
    kept.length === 0
      ? []
      : await lockLicenses(
          tx,
          kept.map(({ id }) => id),
        )
  for (const row of rows) await follow(tx, row, heard)
  if (document?.status !== 'paid') return
  await payRenewal(tx, document, at)
  const readable = products.filter(isReadable)
  if (teamId === null || readable.length === 0 || (await listMadeByHand(tx, [stripeId])).size > 0) return
  await issueSold(tx, { ...STRIPE, at }, { document, products: readable, teamId, deliverOn: 'paid' })
}
