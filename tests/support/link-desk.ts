import { randomBytes } from 'node:crypto'
import type { PurchaseLinkInput } from '@countersign/shared/features/links'
import type { RunningSandbox } from 'stripe-sandbox'
import { verifyTicket } from '../../server/features/cases/index.ts'
import type { By } from '../../server/features/links/begin-link.ts'
import { makePurchaseLink } from '../../server/features/links/make-purchase-link.ts'
import { mailPortalLink } from '../../server/features/links/mail-portal-link.ts'
import { findLink } from '../../server/features/links/store.ts'
import { openSubscriptionDesk, TICKET } from './subscription-desk.ts'

export const newKey = (): string => randomBytes(16).toString('base64url')

/** The desk of subscriptions with a plan of 25.00 USD a month on sale, and a proven team. */
export const openLinkDesk = async (sandbox: RunningSandbox) => {
  const at = await openSubscriptionDesk(sandbox)
  await at.proof()
  const price = await at.newPrice(2500)
  const by: By = { actor: at.ines, requestId: 'req_link' }

  const asked = (over: Partial<PurchaseLinkInput> = {}): PurchaseLinkInput => ({
    ticket: TICKET,
    buyer: { kind: 'proven', customerStripeId: at.customer },
    priceStripeId: price,
    quantity: 3,
    requestKey: newKey(),
    ...over,
  })
  const purchase = (over: Partial<PurchaseLinkInput> = {}) => makePurchaseLink(at.kernel, by, asked(over))
  const portalAsked = () => ({ ticket: TICKET, customerStripeId: at.customer, requestKey: newKey() })

  /** The verdict on a team's id for a ticket. */
  const verdictOn = async (teamId: string, ticket: string) => {
    const claim = { teamId, ticket, text: '', requesterEmail: '', stripeId: '' }
    return (await verifyTicket(at.kernel, { actor: at.ines, requestId: 'req_verify' }, claim)).strength
  }

  const rowOf = async (id: string) => {
    const row = await findLink(at.kernel.db, id)
    if (!row) throw new Error(`no link ${id}`)
    return row
  }
  const sessionOf = async (id: string) => at.stripe.checkout.sessions.retrieve((await rowOf(id)).sessionStripeId ?? '')
  const sessions = async () => (await at.stripe.checkout.sessions.list({ limit: 100 })).data

  /** As the team does it on Stripe's page. */
  const buy = async (id: string): Promise<void> => {
    at.control.completeCheckout((await rowOf(id)).sessionStripeId ?? '')
  }

  /** What the log says of a link, oldest first. */
  const logged = async (id: string) => {
    const rows = await at.kernel.db
      .selectFrom('auditEntry')
      .select(['action', 'outcome', 'actorKind', 'ticket', 'details'])
      .where('subjectId', '=', id)
      .execute()
    return rows
  }

  /** Every text that lies in the database. */
  const everyText = async () => {
    const tables = ['link', 'auditEntry', 'auditPersonal', 'mail'] as const
    const rows = await Promise.all(tables.map((table) => at.kernel.db.selectFrom(table).selectAll().execute()))
    return JSON.stringify(rows)
  }

  return {
    ...at,
    by,
    price,
    asked,
    purchase,
    verdictOn,
    rowOf,
    sessionOf,
    sessions,
    buy,
    logged,
    everyText,
    mailPortal: (over = portalAsked()) => mailPortalLink(at.kernel, by, over),
    portalAsked,
  }
}
