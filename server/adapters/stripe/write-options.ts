import type { Stripe } from 'stripe'

/** Whoever holds the key decides about a second try, so the client makes none. */
export const once = (idempotencyKey: string): Stripe.RequestOptions => ({ idempotencyKey, maxNetworkRetries: 0 })

/** ISO to Stripe's whole seconds. */
export const secondsOf = (iso: string): number => Math.floor(Date.parse(iso) / 1000)
