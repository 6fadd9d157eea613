import type { Account } from '../store/account.ts'
import type { Charge, Refund } from '../store/kinds.ts'
import { invalidRequest, notBuilt } from '../wire/errors.ts'
import { isDebit, isTooOldToRefund, refundArrivesAt } from './payment-rules.ts'

const CARD_WAIT_SECONDS = 86_400

/** What can still be given back: what came in less all refunds that were not undone. */
const refundable = ({ status, amount, amount_captured: captured, amount_refunded: refunded }: Charge): number =>
  (status === 'pending' ? amount : captured) - refunded

export interface RefundSpec {
  readonly amount: number
  readonly reason?: Refund['reason']
  readonly metadata?: Record<string, string>
}

type Course = Pick<Refund, 'pending_reason' | 'status' | '_ends'>

/** A refund to a bank takes business days; one of a debit that is not through waits for it. */
const bankCourse = (account: Account, charge: Charge): Course =>
  charge.status === 'pending'
    ? { status: 'pending', pending_reason: 'charge_pending' }
    : {
        status: 'pending',
        pending_reason: 'processing',
        _ends: { at: refundArrivesAt(account.now), as: 'succeeded' },
      }

const courseOf = (account: Account, charge: Charge): Course => {
  const method = account.all('payment_method').row(charge.payment_method ?? '')?.value
  if (method !== undefined && isDebit(method.type)) return bankCourse(account, charge)
  const at = account.now + CARD_WAIT_SECONDS
  if (method?._refunds === 'wait')
    return { status: 'pending', pending_reason: 'processing', _ends: { at, as: 'succeeded' } }
  return method?._refunds === 'fail' ? { status: 'succeeded', _ends: { at, as: 'failed' } } : { status: 'succeeded' }
}

const countRefund = (account: Account, charge: Charge, amount: number): Charge => {
  const sum = charge.amount_refunded + amount
  const whole = charge.status === 'pending' || !charge.captured ? charge.amount : charge.amount_captured
  return { ...charge, amount_refunded: sum, refunded: sum === whole }
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
  account.update('charge', countRefund(account, charge, spec.amount), 'charge.refunded')
  return refund
}

/** What was held is let go: a refund, since nothing was taken. */
export const releaseHold = (account: Account, charge: Charge, reason: Refund['reason']): void => {
  account.create('refund', newRefund(account, charge, { amount: charge.amount, reason }), 'refund.created')
  account.update('charge', countRefund(account, charge, charge.amount), 'charge.refunded')
}

const undoRefund = (account: Account, refund: Refund): void => {
  const charge = account.need('charge', refund.charge ?? '')
  account.update('charge', countRefund(account, charge, -refund.amount), 'charge.updated')
}

/** A refund that waits becomes what it was going to be. A failed one is not counted, so that it can be made good. */
export const endRefund = (account: Account, refund: Refund): void => {
  if (refund._ends === undefined) return
  const { _ends: end, pending_reason: _reason, ...rest } = refund
  const isFailed = end.as === 'failed'
  const ended = account.update(
    'refund',
    { ...rest, status: end.as, ...(isFailed ? { failure_reason: 'unknown' } : {}) },
    'refund.updated',
  )
  if (!isFailed) return
  account.emit('refund.failed', 'refund', ended)
  undoRefund(account, ended)
}

const waiting = (account: Account, charge: Charge): Refund[] =>
  account
    .all('refund')
    .list([{ index: 'charge', value: charge.id }])
    .filter((refund) => refund.pending_reason === 'charge_pending')

/** Once a debit is through, what was to be given back of it is on its way. */
export const sendWaitingRefunds = (account: Account, charge: Charge): void => {
  for (const refund of waiting(account, charge))
    account.update('refund', { ...refund, ...bankCourse(account, charge) }, 'refund.updated')
}

/** Of a debit that came back nothing can be given back. */
export const dropWaitingRefunds = (account: Account, charge: Charge): void => {
  for (const refund of waiting(account, charge)) {
    const { pending_reason: _reason, ...rest } = refund
    account.update('refund', { ...rest, status: 'canceled' }, 'refund.updated')
    undoRefund(account, refund)
  }
}
