import type { Stripe } from 'stripe'
import { orNull } from './metadata.ts'

/** A whole address as Stripe answers it: what was not sent is null. */
export const addressOf = (param: Stripe.Emptyable<Stripe.AddressParam> | undefined): Stripe.Address | null => {
  if (param === undefined || param === null || param === '') return null
  return {
    city: orNull(param.city),
    country: orNull(param.country),
    line1: orNull(param.line1),
    line2: orNull(param.line2),
    postal_code: orNull(param.postal_code),
    state: orNull(param.state),
  }
}
