import type { Account } from '../store/account.ts'
import type { Subscription } from '../store/kinds.ts'
import { voidInvoice } from './close-invoice.ts'

/** Discards what is pending, because its time is over or because something else overtakes it, and voids its invoice. */
export const expirePendingUpdate = (account: Account, subscription: Subscription): void => {
  const invoice = account.find('invoice', subscription._pending?.invoice)
  if (invoice === undefined) return
  voidInvoice(account, invoice)
  const after = account.need('subscription', subscription.id)
  account.emit('customer.subscription.pending_update_expired', 'subscription', after)
}
