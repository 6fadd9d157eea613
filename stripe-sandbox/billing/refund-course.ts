import type { Account } from '../store/account.ts'
import type { Charge, Refund } from '../store/kinds.ts'
import { isDebit, refundArrivesAt } from './payment-rules.ts'

const CARD_WAIT_SECONDS = 86_400

type Course = Pick<Refund, 'pending_reason' | 'status' | '_ends'>

/** A refund to a bank takes business days; one of a debit that is not through waits for it. */
export const bankCourse = (account: Account, charge: Charge): Course =>
  charge.status === 'pending'
    ? { status: 'pending', pending_reason: 'charge_pending' }
    : {
        status: 'pending',
        pending_reason: 'processing',
        _ends: { at: refundArrivesAt(account.now), as: 'succeeded' },
      }

/** How a refund begins and what it comes to; a card's succeeds at once unless its test card says otherwise. */
export const courseOf = (account: Account, charge: Charge): Course => {
  const method = account.all('payment_method').row(charge.payment_method ?? '')?.value
  if (method !== undefined && isDebit(method.type)) return bankCourse(account, charge)
  const at = account.now + CARD_WAIT_SECONDS
  if (method?._refunds === 'wait')
    return { status: 'pending', pending_reason: 'processing', _ends: { at, as: 'succeeded' } }
  return method?._refunds === 'fail' ? { status: 'succeeded', _ends: { at, as: 'failed' } } : { status: 'succeeded' }
}
