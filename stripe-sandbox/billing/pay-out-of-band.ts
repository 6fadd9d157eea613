import type { Account } from '../store/account.ts'
import type { Invoice } from '../store/kinds.ts'
import { closePaid } from './collect-invoice.ts'
import { cancelPayment, checkSettled, recordOutOfBand } from './invoice-payments.ts'

/** Paid by other means: no charge is made and none is counted as an attempt. */
export const payOutOfBand = (account: Account, open: Invoice): Invoice => {
  checkSettled(account, open, 'recording a payment outside of Stripe')
  cancelPayment(account, open)
  recordOutOfBand(account, open, open.amount_remaining)
  return closePaid(account, { ...open, amount_paid: open.amount_paid + open.amount_remaining })
}
