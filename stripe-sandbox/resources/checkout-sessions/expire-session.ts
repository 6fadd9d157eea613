import { cancelIntent } from '../../billing/settle-intent.ts'
import type { Account } from '../../store/account.ts'
import type { CheckoutSession } from '../../store/kinds.ts'

/** Ends an open session unpaid; what it was collecting a card with ends too. */
export const expireSession = (account: Account, session: CheckoutSession): CheckoutSession => {
  const intent = account.find('setup_intent', session.setup_intent)
  if (intent !== undefined) {
    const canceled = account.update('setup_intent', { ...intent, status: 'canceled' })
    account.emit('setup_intent.canceled', 'setup_intent', canceled)
  }
  const payment = account.find('payment_intent', session.payment_intent)
  if (payment !== undefined) cancelIntent(account, payment, null)
  const expired = account.update('checkout.session', { ...session, status: 'expired' })
  account.emit('checkout.session.expired', 'checkout.session', expired)
  return expired
}
