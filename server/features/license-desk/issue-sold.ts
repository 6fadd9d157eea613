import { AppError } from '../../kernel/errors.ts'
import type { Transaction } from '../../ports/database.ts'
import type { InvoiceDocument } from '../../ports/payment-invoices.ts'
import type { PlanProduct } from '../../ports/plan-facts.ts'
import { insertSale, listSoldProducts, readLicensePlan } from '../licenses/index.ts'
import { createLicense } from './create-license.ts'
import { factsOfInvoice } from './facts-rules.ts'
import { soldOnce } from './sale-rules.ts'
import type { LicenseRow } from './store.ts'
import type { Telling } from './tell-license.ts'

export interface Sold {
  readonly document: InvoiceDocument
  readonly products: readonly PlanProduct[]
  readonly teamId: string
  readonly deliverOn: 'sent' | 'paid'
}

const soldAtOf = ({ paidAt, finalizedAt, createdAt }: InvoiceDocument, deliverOn: 'sent' | 'paid'): number =>
  Date.parse((deliverOn === 'paid' ? paidAt : null) ?? finalizedAt ?? createdAt)

const linesOf = ({ lines }: InvoiceDocument, stripeId: string) =>
  lines
    .filter(({ productStripeId }) => productStripeId === stripeId)
    .map(({ quantity, amount, periodEndsAt }) => ({ quantity, amount: amount.amount, periodEndsAt }))

const issueOne = async (
  tx: Transaction,
  telling: Telling,
  { product, sold: { document, teamId, deliverOn } }: { product: PlanProduct; sold: Sold },
): Promise<LicenseRow> => {
  const { stripeId, name, metadata } = product
  const reading = readLicensePlan({ productName: name, productMetadata: metadata, priceMetadata: {} })
  if (reading.is !== 'plan') {
    const words = reading.is === 'none' ? `${name} licenses nothing.` : reading.faults.join(' ')
    throw new AppError('LICENSE_PLAN_UNREADABLE', { data: { words } })
  }
  const soldAt = soldAtOf(document, deliverOn)
  const { amount, ...once } = soldOnce(reading.plan, linesOf(document, stripeId), soldAt)
  const row = await createLicense(tx, telling, {
    teamId,
    customerStripeId: document.customerStripeId,
    product: reading.plan.product,
    source: 'invoice',
    invoiceStripeId: document.stripeId,
    deliverOn,
    plan: reading.plan.plan,
    ...once,
    terms: JSON.stringify(reading.plan.terms),
    facts: JSON.stringify(factsOfInvoice(document)),
    text: `Issued from invoice ${document.number ?? document.stripeId}.`,
  })
  const { currency, stripeId: invoiceStripeId } = document
  const sale = { licenseId: row.id, invoiceStripeId, productStripeId: stripeId, amount, currency, soldAt }
  await insertSale(tx, sale)
  return row
}

/**
 * A license for each of these products on the invoice that isn't one already. Refuses LICENSE_PLAN_UNREADABLE where a
 * product's metadata can't be read.
 */
export const issueSold = async (tx: Transaction, telling: Telling, sold: Sold): Promise<LicenseRow[]> => {
  const known = await listSoldProducts(tx, sold.document.stripeId)
  const issued: LicenseRow[] = []
  for (const product of sold.products) {
    if (known.has(product.stripeId)) continue
    issued.push(await issueOne(tx, telling, { product, sold }))
  }
  return issued
}
