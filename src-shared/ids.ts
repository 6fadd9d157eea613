import { z } from 'zod'

/** The product's id of a team, as it stands in Stripe metadata. Case matters. */
export type TeamId = string & { readonly __brand: 'TeamId' }
export type StaffId = string & { readonly __brand: 'StaffId' }
export type VerificationId = string & { readonly __brand: 'VerificationId' }

/** Stripe allows 500 characters in a metadata value; an id longer than 100 is a paste gone wrong. */
export const teamIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/, 'letters, digits, dot, dash, colon or underscore')
  .transform((text) => text as TeamId)

/** An object's id at Stripe, e.g. `cus_…`. */
export const stripeIdSchema = z.string().regex(/^[a-z]{2,8}_[A-Za-z0-9_]{1,250}$/, 'a Stripe id such as cus_…')

export const STRIPE_ID_KINDS = {
  cus: 'customer',
  sub: 'subscription',
  in: 'invoice',
  cs: 'checkout-session',
  si: 'subscription-item',
  ii: 'invoice-item',
  cbtxn: 'balance-transaction',
  promo: 'promotion-code',
  pm: 'payment-method',
  ch: 'charge',
  py: 'charge',
  pi: 'payment-intent',
} as const

export type StripeIdKind = (typeof STRIPE_ID_KINDS)[keyof typeof STRIPE_ID_KINDS]

/** Which kind of Stripe object an id names, or null for text that isn't an id of a kind we know. */
export const stripeIdKind = (text: string): StripeIdKind | null => {
  if (!stripeIdSchema.safeParse(text).success) return null
  const prefix = text.slice(0, text.indexOf('_'))
  return Object.hasOwn(STRIPE_ID_KINDS, prefix) ? STRIPE_ID_KINDS[prefix as keyof typeof STRIPE_ID_KINDS] : null
}
