import { DAY_MS } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import type { CheckoutState } from '../../ports/payment-invoices.ts'
import { failLink } from './fail-link.ts'
import { findSession } from './find-session.ts'
import { noteCheckout } from './note-checkout.ts'
import type { LinkRow } from './store.ts'

/** No page of Stripe's lives longer; one that nobody saw by then nobody can buy on. */
const LONGEST_MS = DAY_MS

const whyGone = (row: LinkRow, now: number): string | null => {
  if (row.sessionStripeId !== null) return 'Stripe doesn’t know this page any more.'
  return now - row.madeAt > LONGEST_MS ? 'Stripe never said that it made the page.' : null
}

const readState = (kernel: Kernel, row: LinkRow): Promise<CheckoutState | null> =>
  row.sessionStripeId === null ? findSession(kernel, row) : kernel.stripe.readCheckout(row.sessionStripeId)

/** Asks Stripe how a link stands and writes that down; null where there is no page, or nobody can tell yet. */
export const askAboutLink = async (kernel: Kernel, row: LinkRow): Promise<CheckoutState | null> => {
  const state = await readState(kernel, row)
  const at = kernel.clock.now()
  if (state === null) {
    const problem = whyGone(row, at)
    if (problem !== null) await failLink(kernel, row, { problem })
    return null
  }
  await inTransaction(kernel.db, (tx) => noteCheckout(tx, state, { at }))
  return state
}
