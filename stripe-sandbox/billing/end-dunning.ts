import type { Account } from '../store/account.ts'
import type { Invoice } from '../store/kinds.ts'
import { markUncollectible } from './close-invoice.ts'
import { dunningOf } from './dunning.ts'
import { cancelNow } from './end-subscription.ts'
import { subscriptionOf } from './follow-payment.ts'

/** After the last attempt the account's settings decide about the invoice and its subscription. */
export const endDunning = (account: Account, invoice: Invoice): void => {
  const isOver = invoice.status === 'open' && invoice.auto_advance && invoice.next_payment_attempt === null
  if (!isOver) return
  const { subscription: fate, invoice: end } = dunningOf(account)
  if (end === 'uncollectible') markUncollectible(account, invoice)
  const subscription = subscriptionOf(account, invoice)
  if (subscription?.status !== 'past_due' || fate === 'past_due') return
  if (fate === 'cancel') cancelNow(account, subscription, 'payment_failed')
  else account.update('subscription', { ...subscription, status: 'unpaid' }, 'customer.subscription.updated')
}
