import { fetchObject } from '../features/mirror/index.ts'
import type { EventTable, EventUse } from '../features/webhooks/index.ts'
import type { MirrorResource } from '../ports/payment-gateway.ts'

// Stripe's event type → what is done about it, so that the inbox starts work in slices that it doesn't import. A type that
// isn't named here is kept and passed over. To add a use, export from its slice a function that reads the object's
// present state and returns what writes it, and name it beside the types that concern it: `read` runs outside of any
// transaction, its write in the one that marks the event, so both happen or neither. An event may come late, twice or not at
// all, in which case the listing brings it: nothing may be taken from it but the id of what changed.

const mirrored = (resource: MirrorResource): EventUse => ({
  name: `mirror ${resource}`,
  read: (kernel, stripeId) => fetchObject(kernel, { resource, stripeId }),
})

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
  [['promotion_code.created', 'promotion_code.updated'], mirrored('codes')],
]

const usesOf = (type: string): EventUse[] => USES.flatMap(([types, use]) => (types.includes(type) ? [use] : []))

export const EVENTS: EventTable = new Map(USES.flatMap(([types]) => types).map((type) => [type, usesOf(type)]))
