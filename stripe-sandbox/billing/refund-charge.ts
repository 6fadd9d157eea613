import type { Account } from '../store/account.ts'
import type { Charge, Refund } from '../store/kinds.ts'
import { invalidRequest, notBuilt } from '../wire/errors.ts'
import { isTooOldToRefund } from './payment-rules.ts'
import { courseOf } from './refund-course.ts'
import { countRefund, refundable } from './refund-rules.ts'

export interface RefundSpec {
  readonly amount: number
  readonly reason?: Refund['reason']
  readonly metadata?: Record<string, string>
}

const checkRefund = (account: Account, charge: Charge, amount: number): void => {
  if (charge.status === 'failed') throw invalidRequest(`Charge ${charge.id} failed; there is nothing to refund.`)
  if (charge.status === 'succeeded' && !charge.captured) throw notBuilt('refunding a payment that is not captured')
  const left = refundable(charge)
  if (left === 0)
    throw invalidRequest(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' })
  if (amount > left)
    throw invalidRequest(`The refund of ${amount} is more than the ${left} that can still be refunded.`, {
      param: 'amount',
    })
  if (isTooOldToRefund(charge.payment_method_details?.type ?? '', charge.created, account.now))
    throw invalidRequest('Bank debits can only be refunded within 180 days.', { code: 'charge_not_refundable' })
}

const newRefund = (account: Account, charge: Charge, spec: RefundSpec): Refund => ({
  id: account.ids.next('refund'),
  object: 'refund',
  amount: spec.amount,
  balance_transaction: null,
  charge: charge.id,
  created: account.now,
  currency: charge.currency,
  customer: charge.customer,
  customer_account: null,
  metadata: spec.metadata ?? {},
  payment_intent: charge.payment_intent,
  payment_method: charge.payment_method,
  reason: spec.reason ?? null,
  receipt_number: null,
  source_transfer_reversal: null,
  status: 'succeeded',
  transfer_reversal: null,
})

/** Gives back a part or all of a charge, never more than came in. Its effect on the account's balance is not modelled. */
export const refundCharge = (account: Account, charge: Charge, spec: RefundSpec): Refund => {
  checkRefund(account, charge, spec.amount)
  const refund = { ...newRefund(account, charge, spec), ...courseOf(account, charge) }
  account.create('refund', refund, 'refund.created')
  account.update('charge', countRefund(charge, spec.amount), 'charge.refunded')
  return refund
}

/** What was held is let go: a refund, since nothing was taken. */
export const releaseHold = (account: Account, charge: Charge, reason: Refund['reason']): void => {
  account.create('refund', newRefund(account, charge, { amount: charge.amount, reason }), 'refund.created')
  account.update('charge', countRefund(charge, charge.amount), 'charge.refunded')
}
