import type { Charge } from '../../store/kinds.ts'
import type { SearchFields } from '../../wire/search.ts'

/** What cards alone have; other sources would be searched under their own names. */
const cardOf = ({ payment_method_details: details }: Charge) => details?.card

/** Fields by which charges are searched ("Search", query fields for charges). */
export const chargeSearchFields: SearchFields<Charge> = {
  amount: { type: 'numeric', of: ({ amount }) => amount },
  'billing_details.address.postal_code': {
    type: 'token',
    of: ({ billing_details: details }) => details.address?.postal_code,
  },
  created: { type: 'numeric', of: ({ created }) => created },
  currency: { type: 'token', of: ({ currency }) => currency },
  customer: { type: 'token', of: ({ customer }) => customer },
  disputed: { type: 'token', of: ({ disputed }) => String(disputed) },
  'payment_method_details.card.brand': { type: 'token', of: (charge) => cardOf(charge)?.brand },
  'payment_method_details.card.exp_month': { type: 'token', of: (charge) => cardOf(charge)?.exp_month.toString() },
  'payment_method_details.card.exp_year': { type: 'token', of: (charge) => cardOf(charge)?.exp_year.toString() },
  'payment_method_details.card.fingerprint': { type: 'token', of: (charge) => cardOf(charge)?.fingerprint },
  'payment_method_details.card.last4': { type: 'token', of: (charge) => cardOf(charge)?.last4 },
  // What has not succeeded cannot be refunded and has no value here.
  refunded: { type: 'token', of: ({ refunded, status }) => (status === 'succeeded' ? String(refunded) : null) },
  status: { type: 'token', of: ({ status }) => status },
}
