import type { Account } from '../../store/account.ts'
import type { CheckoutSession } from '../../store/kinds.ts'

/** Where a session is paid; only open ones have a page. */
export const presentSession = (account: Account, session: CheckoutSession): CheckoutSession => ({
  ...session,
  url: session.status === 'open' ? `${account.host.baseUrl()}/c/pay/${account.id}/${session.id}` : null,
})
