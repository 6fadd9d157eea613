import type { Stripe } from 'stripe'
import type { CheckoutSession } from '../../store/kinds.ts'
import { invalidRequest } from '../../wire/errors.ts'
import { given } from '../given.ts'

type Asked = Stripe.Checkout.SessionCreateParams.ConsentCollection | undefined

/** What a buyer ticked. */
export interface Consent {
  readonly terms: boolean
  readonly promotions: boolean
}

export const consentFields = (asked: Asked): Pick<CheckoutSession, 'consent' | 'consent_collection'> =>
  asked === undefined
    ? { consent: null, consent_collection: null }
    : {
        consent: { promotions: null, terms_of_service: null },
        consent_collection: {
          payment_method_reuse_agreement: null,
          promotions: given(asked.promotions, null),
          terms_of_service: given(asked.terms_of_service, null),
        },
      }

/** What the session keeps of it; without the required acceptance nothing is sold. */
export const consentGiven = (session: CheckoutSession, { terms, promotions }: Consent): CheckoutSession['consent'] => {
  const asked = session.consent_collection
  if (asked === null) return null
  if (asked.terms_of_service === 'required' && !terms)
    throw invalidRequest('Please accept the terms of service to go on.', { param: 'terms' })
  return {
    promotions: asked.promotions === 'auto' ? (promotions ? 'opt_in' : 'opt_out') : null,
    terms_of_service: asked.terms_of_service === 'required' ? 'accepted' : null,
  }
}
