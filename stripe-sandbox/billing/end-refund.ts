import type { Account } from '../store/account.ts'
import type { Charge, Refund } from '../store/kinds.ts'
import { bankCourse } from './refund-course.ts'
import { countRefund } from './refund-rules.ts'

const undoRefund = (account: Account, refund: Refund): void => {
  const charge = account.need('charge', refund.charge ?? '')
  account.update('charge', countRefund(charge, -refund.amount), 'charge.updated')
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
