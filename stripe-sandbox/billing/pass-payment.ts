import type { Account } from '../store/account.ts'
import type { PaymentIntent } from '../store/kinds.ts'
import { followAnswer } from './collect-invoice.ts'
import { endDunning } from './end-dunning.ts'
import { paymentOfIntent } from './invoice-payments.ts'
import { passIntent } from './settle-intent.ts'

/** What time does to a payment, and to the invoice that it pays. */
export const passPayment = (account: Account, waiting: PaymentIntent): void => {
  const intent = passIntent(account, waiting)
  const invoice = account.find('invoice', paymentOfIntent(account, intent.id)?.invoice)
  if (invoice === undefined) return
  followAnswer(account, invoice, intent)
  if (intent.status !== 'succeeded') endDunning(account, account.need('invoice', invoice.id))
}
