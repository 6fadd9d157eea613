import { type Actor, systemActor } from '../../kernel/actor.ts'
import type { Transaction } from '../../ports/database.ts'
import type { CheckoutState } from '../../ports/payment-invoices.ts'
import { REQUEST_KEYS } from '../../ports/request-metadata.ts'
import { recordAudit } from '../audit-log/index.ts'
import { movesTo } from './link-rules.ts'
import { findBySession, findLink, type LinkRow, moveLink } from './store.ts'

export interface Noting {
  readonly at: number
  /** Whoever had it made or closed; nobody where Stripe was merely asked. */
  readonly by?: { readonly actor: Actor; readonly requestId: string }
}

const SYSTEM = { actor: systemActor('links'), requestId: null }

const DEEDS: Readonly<Record<CheckoutState['status'], string>> = {
  open: 'purchase-link.made',
  complete: 'purchase-link.completed',
  expired: 'purchase-link.expired',
}

/** One whose answer was lost has no session yet: then the mark that we put on it tells which link it is. */
const findTheirs = async (tx: Transaction, state: CheckoutState): Promise<LinkRow | undefined> => {
  const known = await findBySession(tx, state.stripeId)
  if (known) return known
  const marked = await findLink(tx, state.metadata[REQUEST_KEYS.request] ?? '')
  return marked?.kind === 'checkout' && marked.sessionStripeId === null ? marked : undefined
}

/**
 * Writes down how a checkout stands at Stripe, whoever learned of it, with its entry in the log. False when it is none of
 * our links, or nothing new: what is over stays over, in whichever order the news come.
 */
export const noteCheckout = async (tx: Transaction, state: CheckoutState, { at, by }: Noting): Promise<boolean> => {
  const row = await findTheirs(tx, state)
  if (!row) return false
  const customerStripeId = state.customerStripeId ?? row.customerStripeId
  const isMoved = await moveLink(
    tx,
    { id: row.id, from: movesTo(state.status) },
    {
      state: state.status,
      sessionStripeId: state.stripeId,
      customerStripeId,
      total: state.total?.amount ?? null,
      currency: state.total?.currency ?? null,
      subscriptionStripeId: state.subscriptionStripeId,
      expiresAt: Date.parse(state.expiresAt),
      completedAt: state.status === 'complete' ? at : null,
      checkedAt: at,
    },
  )
  if (!isMoved) return false
  await recordAudit(tx, at, {
    ...(by ?? SYSTEM),
    action: DEEDS[state.status],
    subject: { kind: 'link', id: row.id },
    ticket: row.ticket,
    details: {
      team: row.teamId,
      customer: customerStripeId,
      session: state.stripeId,
      price: row.priceStripeId,
      quantity: row.quantity,
      total: state.total,
      subscription: state.subscriptionStripeId,
    },
  })
  return true
}
