import { mergeMetadata } from '../resources/metadata.ts'
import type { Account } from '../store/account.ts'
import type { Invoice, Subscription } from '../store/kinds.ts'
import type { PendingChange } from '../store/subscription-fields.ts'

export const isPendingOn = ({ _pending: pending }: Subscription, invoice: Invoice): boolean =>
  pending?.invoice === invoice.id

const withoutPause = (subscription: Subscription): Subscription => {
  const { status_details: _, ...rest } = subscription
  return rest
}

const carriedOut = (subscription: Subscription, change: PendingChange): Subscription => ({
  ...withoutPause(subscription),
  ...change.fields,
  metadata: mergeMetadata(subscription.metadata, change.metadata ?? {}),
  pending_update: null,
  _pending: null,
  _usage_from: { ...subscription._usage_from, ...change.usageFrom },
})

/** Carries out a change that waited for its payment; `status` where it is not the one that was meant. */
export const applyPendingUpdate = (
  account: Account,
  subscription: Subscription,
  status?: Subscription['status'],
): void => {
  const { _pending: change } = subscription
  if (!change) return
  const done = carriedOut(subscription, change)
  const applied = account.update('subscription', status === undefined ? done : { ...done, status })
  if (!change.isShown) return
  account.announce('customer.subscription.updated', 'subscription', subscription)
  account.emit('customer.subscription.pending_update_applied', 'subscription', applied)
  if (change.reason !== 'update') account.emit('customer.subscription.resumed', 'subscription', applied)
}

/** A failed payment leaves an update pending; a resumption on attempt goes on past due, without further attempts. */
export const noteFailedPayment = (account: Account, subscription: Subscription): void => {
  if (subscription._pending?.reason === 'resume_on_attempt') applyPendingUpdate(account, subscription, 'past_due')
}

/** Prorations of a change that never came about are no debits and no credits. */
const disownItems = (account: Account, invoice: Invoice): void => {
  for (const item of account.all('invoiceitem').list([{ index: 'invoice', value: invoice.id }])) {
    const { _subscription_item: _, ...rest } = item
    account.update('invoiceitem', rest)
  }
}

/** The invoice is void, so what waited for it will not happen. */
export const dropPendingUpdate = (account: Account, voided: Invoice): void => {
  const subscription = account.find('subscription', voided.parent?.subscription_details?.subscription)
  if (subscription === undefined || !isPendingOn(subscription, voided)) return
  disownItems(account, voided)
  account.update(
    'subscription',
    { ...subscription, pending_update: null, _pending: null },
    'customer.subscription.updated',
  )
}
