import type { Stripe } from 'stripe'
import { checkOwnIntent } from '../../billing/invoice-payments.ts'
import { unexpectedState } from '../../billing/settle-intent.ts'
import type { PaymentIntent } from '../../store/kinds.ts'
import type { Call } from '../../wire/route.ts'
import { mergeMetadata, updated } from '../metadata.ts'
import { checkAmount, methodOf } from './intent-terms.ts'

type Params = Stripe.PaymentIntentUpdateParams

export const UPDATE_INTENT_PARAMS = ['amount', 'description', 'metadata', 'payment_method', 'receipt_email']

const OPEN = new Set<string>(['requires_confirmation', 'requires_payment_method'])

const statusWith = (intent: PaymentIntent, method: string | null): PaymentIntent['status'] => {
  if (!OPEN.has(intent.status)) return intent.status
  return method === null ? 'requires_payment_method' : 'requires_confirmation'
}

/** Amount and method can change until an attempt is under way; texts always. Any update clears the last error. */
export const updateIntent = ({ account }: Call, params: Params, id: string): PaymentIntent => {
  const old = account.need('payment_intent', id)
  const { amount = old.amount, payment_method: named } = params
  if (params.amount !== undefined || named !== undefined) {
    checkOwnIntent(account, old, 'updated')
    if (!OPEN.has(old.status)) throw unexpectedState(old, 'updated')
    checkAmount(amount, old.currency)
  }
  const method = named === undefined ? old.payment_method : methodOf(account, named, old).id
  return account.update('payment_intent', {
    ...old,
    amount,
    description: updated(params.description, old.description),
    last_payment_error: null,
    metadata: mergeMetadata(old.metadata, params.metadata),
    payment_method: method,
    receipt_email: updated(params.receipt_email, old.receipt_email),
    status: statusWith(old, method),
  })
}
