import { dayOf, dayWords, toIso } from '@countersign/shared/times'
import { moneyText } from '@countersign/shared/money'
import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { newId } from '../../kernel/ids.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { addQuote } from '../quotes/index.ts'
import { holdLicense } from './hold-license.ts'
import { priceRenewal, type RenewalPrice } from './price-renewal.ts'
import { RENEWAL_DAYS } from './renewal-rules.ts'
import { insertRenewal, type LicenseRow, listCustomerNames, listRenewals } from './store.ts'
import { tellLicense } from './tell-license.ts'

interface By {
  readonly actor: StaffActor
  readonly requestId: string
}

interface Offer {
  readonly id: string
  readonly acceptedBy: string
  readonly billingEmail: string
}

const NO_ADDRESS = { line1: null, line2: null, postalCode: null, city: null, state: null, country: null }
const DUE_DAYS = 30
const REFERENCE_CHARS = 12

interface Quoted {
  readonly row: LicenseRow
  readonly price: RenewalPrice
  readonly offer: Offer
  readonly customerName: string
  readonly renewalId: string
  readonly at: number
}

const quoteOf = ({ row, price, offer, customerName, renewalId, at }: Quoted) => ({
  reference: `UPDATES-${renewalId.slice(-REFERENCE_CHARS)}`,
  source: 'licenses',
  customerName,
  billingEmail: offer.billingEmail,
  address: NO_ADDRESS,
  teamId: row.teamId,
  ticket: null,
  acceptedBy: offer.acceptedBy,
  acceptedOn: dayOf(toIso(at)),
  terms: 'updates of a perpetual license',
  daysUntilDue: DUE_DAYS,
  currency: price.amount.currency,
  lines: [
    {
      description: `A year of updates of ${row.plan}, until ${dayWords(price.updatesAfter)} if it is paid today`,
      quantity: 1,
      unitAmount: price.amount.amount,
      priceStripeId: null,
    },
  ],
  purchaseOrder: null,
  taxNumbers: [],
  note: `License ${row.id}; ${price.percent} % of what it was first sold for.`,
})

/**
 * Records the accepted offer of a year of updates as a quote, which finance invoices; the updates move once that invoice is
 * paid. Refuses as `priceRenewal` does, and RENEWAL_OPEN while one is offered.
 */
export const offerRenewal = (
  { db, clock }: Pick<Kernel, 'db' | 'clock'>,
  by: By,
  offer: Offer,
): Promise<{ quoteId: string }> =>
  inTransaction(db, async (tx) => {
    const row = await holdLicense(tx, offer.id)
    const renewals = await listRenewals(tx, row.id)
    if (renewals.some(({ state }) => state === 'offered')) throw new AppError('RENEWAL_OPEN')
    const price = await priceRenewal({ db: tx, clock }, row.id)
    const at = clock.now()
    const renewalId = newId('lrn', at)
    const names = await listCustomerNames(tx, row.customerStripeId === null ? [] : [row.customerStripeId])
    const customerName = names.get(row.customerStripeId ?? '') ?? row.teamId
    const content = quoteOf({ row, price, offer, customerName, renewalId, at })
    const quoteId = await addQuote(tx, by, { content, importId: null, now: at })
    if (quoteId === null) throw new AppError('QUOTE_KNOWN')
    const { amount, currency } = price.amount
    await insertRenewal(tx, {
      id: renewalId,
      licenseId: row.id,
      state: 'offered',
      percent: price.percent,
      amount,
      currency,
      days: RENEWAL_DAYS,
      quoteId,
      offeredBy: by.actor.name,
      offeredAt: at,
      updatesBefore: null,
      updatesAfter: null,
      closedAt: null,
    })
    const text = `A year of updates was offered for ${moneyText(price.amount)}, ${price.percent} % of what it was sold for.`
    await tellLicense(
      tx,
      row,
      { ...by, at },
      { kind: 'renewal-offered', text, details: { renewal: renewalId, quote: quoteId } },
    )
    return { quoteId }
  })
