// Rule: a purchase link names its team in the metadata, and in `client_reference_id` where Stripe takes the id's
// characters. It lives for a day at most and moves one way: asked for, open, then bought or expired. Nobody makes more
// than thirty within an hour, since no approver stands behind them, and none is mailed more than five times.

import type { LinkState } from '@countersign/shared/features/links'

// https://docs.stripe.com/api/checkout/sessions/create#create_checkout_session-client_reference_id
const REFERENCE = /^[A-Za-z0-9_-]{1,200}$/

/** null: the id has a dot or a colon, which not every place at Stripe takes. */
export const referenceOf = (teamId: string): string | null => (REFERENCE.test(teamId) ? teamId : null)

const MOST_AN_HOUR = 30

export const hasRoom = (madeWithinTheHour: number): boolean => madeWithinTheHour < MOST_AN_HOUR

const MOST_SENDS = 5

export const maySend = (sends: number): boolean => sends < MOST_SENDS

const withAnswer = (base: string, purchase: 'complete' | 'cancelled'): string => {
  const url = new URL(base)
  url.searchParams.set('purchase', purchase)
  return url.href
}

/** Where the buyer comes out, with what became of it in the address. */
export const returnUrls = (base: string): { readonly successUrl: string; readonly cancelUrl: string } => ({
  successUrl: withAnswer(base, 'complete'),
  cancelUrl: withAnswer(base, 'cancelled'),
})

/** What stands after “every”: `year`, `3 months`. */
export const periodWords = (interval: string, count: number): string =>
  count === 1 ? interval : `${count} ${interval}s`

const MOVES: Readonly<Record<'open' | 'complete' | 'expired', readonly LinkState[]>> = {
  open: ['making'],
  complete: ['making', 'open'],
  expired: ['making', 'open'],
}

/** From which states a link may become this. */
export const movesTo = (state: keyof typeof MOVES): readonly LinkState[] => MOVES[state]
