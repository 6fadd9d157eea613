import { listMadeByHand, noteInvoice } from '../features/invoices/index.ts'
import { type Heard as HeardLicense, hearLicenses, noteLicenses } from '../features/license-desk/index.ts'
import { noteCheckout } from '../features/links/index.ts'
import { noteSold, readSold, type SoldBy } from '../features/meters/index.ts'
import { type Fetched, fetchObject, recallRows, writeFetched } from '../features/mirror/index.ts'
import { type ConcernedTeams, noteConcerned, readConcerned, readInvoiceConcerned } from '../features/tenants/index.ts'
import type { EventTable, EventUse } from '../features/webhooks/index.ts'
import { systemActor } from '../kernel/actor.ts'
import type { CheckoutState, InvoiceDocument } from '../ports/payment-invoices.ts'
import type { MirrorResource } from '../ports/payment-gateway.ts'

// Stripe's event type → what is done about it, so that the inbox starts work in slices that it doesn't import. A type that
// isn't named here is kept and passed over. To add a use, name it beside the types that concern it: `read` asks for the
// present state of one object outside of any transaction; `write` gets all that was read in a round, in the transaction that
// marks the events, so that both happen or neither. An event may come late, twice or not at all, in which case the listing
// brings it. What it says of its object is gone by only where a use says how and the inbox's rules find it certain; what moves
// money, or opens and shuts tenants, is asked of Stripe. A use that has nothing to do with an object says so: then nobody asks.

const STRIPE = systemActor('webhooks')

/** As Stripe had it at that time; null when it is no matter of ours, or gone. */
type Heard<State> = { readonly state: State; readonly at: number } | null

const mirrored = (resource: MirrorResource): EventUse<Fetched> => ({
  name: `mirror ${resource}`,
  telling: {
    recall: (db, stripeIds) => recallRows(db, resource, stripeIds),
    take: ({ settings }, { row, madeAt, asOf }) => ({ row, teamKeys: settings.teamKeys, asOf, toldAt: madeAt }),
  },
  read: (kernel, stripeId) => fetchObject(kernel, resource, stripeId),
  write: (tx, fetched) => writeFetched(tx, resource, fetched),
})

/** An invoice that was made by hand follows what becomes of it; another one's state is read for the mirror only. */
const invoicesByHand: EventUse<Heard<InvoiceDocument>> = {
  name: 'invoices by hand',
  concerns: ({ db }, stripeIds) => listMadeByHand(db, stripeIds),
  read: async ({ stripe, clock }, stripeId) => {
    const at = clock.now()
    const state = await stripe.readInvoiceDocument(stripeId)
    return state && { state, at }
  },
  write: async (tx, heard) => {
    for (const one of heard) if (one) await noteInvoice(tx, one.state, { now: one.at, actor: STRIPE })
  },
}

/** What became of a purchase link. */
const checkouts: EventUse<Heard<CheckoutState>> = {
  name: 'checkouts',
  read: async ({ stripe, clock }, stripeId) => {
    const at = clock.now()
    const state = await stripe.readCheckout(stripeId)
    return state && { state, at }
  },
  write: async (tx, heard) => {
    for (const one of heard) if (one) await noteCheckout(tx, one.state, { at: one.at })
  },
}

/** Where nobody runs tenants, no object concerns one. */
const whereTenantsRun: EventUse['concerns'] = async ({ settings }, stripeIds) =>
  new Set(settings.tenants ? stripeIds : [])

const tenants: EventUse<ConcernedTeams> = {
  name: 'tenants',
  concerns: whereTenantsRun,
  read: readConcerned,
  write: noteConcerned,
}

/** Stripe may tell of a payment, or that none is expected any more, on the invoice alone. */
const tenantsOfInvoice: EventUse<ConcernedTeams> = {
  name: 'tenants of an invoice',
  concerns: whereTenantsRun,
  read: readInvoiceConcerned,
  write: noteConcerned,
}

/** What a subscription sells by use, and for which period. */
const sold: EventUse<SoldBy> = { name: 'sold items', read: readSold, write: noteSold }

/** What licenses stand on; an invoice may be of a subscription, or sell one by itself. */
const licenses: EventUse<HeardLicense | null> = {
  name: 'licenses',
  read: hearLicenses,
  write: (tx, heard) =>
    noteLicenses(
      tx,
      heard.filter((one) => one !== null),
    ),
}

const USES: ReadonlyArray<readonly [readonly string[], EventUse]> = [
  [['customer.created', 'customer.updated', 'customer.deleted'], mirrored('customers')],
  [
    [
      'customer.subscription.created',
      'customer.subscription.updated',
      'customer.subscription.deleted',
      'customer.subscription.paused',
      'customer.subscription.resumed',
      'customer.subscription.trial_will_end',
      'customer.subscription.pending_update_applied',
      'customer.subscription.pending_update_expired',
    ],
    mirrored('subscriptions'),
  ],
  [
    [
      'invoice.created',
      'invoice.updated',
      'invoice.deleted',
      'invoice.finalized',
      'invoice.finalization_failed',
      'invoice.sent',
      'invoice.paid',
      'invoice.payment_succeeded',
      'invoice.payment_failed',
      'invoice.payment_action_required',
      'invoice.overdue',
      'invoice.overpaid',
      'invoice.will_be_due',
      'invoice.voided',
      'invoice.marked_uncollectible',
    ],
    mirrored('invoices'),
  ],
  [
    [
      'customer.subscription.created',
      'customer.subscription.updated',
      'customer.subscription.deleted',
      'customer.subscription.paused',
      'customer.subscription.resumed',
    ],
    tenants,
  ],
  [
    [
      'customer.subscription.created',
      'customer.subscription.updated',
      'customer.subscription.deleted',
      'customer.subscription.paused',
      'customer.subscription.resumed',
      'invoice.finalized',
      'invoice.sent',
      'invoice.paid',
      'invoice.deleted',
      'invoice.voided',
      'invoice.marked_uncollectible',
    ],
    licenses,
  ],
  [
    ['invoice.paid', 'invoice.payment_failed', 'invoice.overdue', 'invoice.voided', 'invoice.marked_uncollectible'],
    tenantsOfInvoice,
  ],
  [
    ['invoice.finalized', 'invoice.sent', 'invoice.paid', 'invoice.voided', 'invoice.marked_uncollectible'],
    invoicesByHand,
  ],
  [
    [
      'customer.subscription.created',
      'customer.subscription.updated',
      'customer.subscription.deleted',
      'customer.subscription.paused',
      'customer.subscription.resumed',
    ],
    sold,
  ],
  [['checkout.session.completed', 'checkout.session.expired'], checkouts],
  [['promotion_code.created', 'promotion_code.updated'], mirrored('codes')],
]

const usesOf = (type: string): EventUse[] => USES.flatMap(([types, use]) => (types.includes(type) ? [use] : []))

export const EVENTS: EventTable = new Map(USES.flatMap(([types]) => types).map((type) => [type, usesOf(type)]))
