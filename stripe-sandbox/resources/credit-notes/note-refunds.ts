import type { Stripe } from 'stripe'
import { paymentsOf } from '../../billing/invoice-payments.ts'
import { refundCharge } from '../../billing/refund-charge.ts'
import type { Account } from '../../store/account.ts'
import type { Charge, CreditNote, Invoice, Refund } from '../../store/kinds.ts'
import { invalidRequest, missingParam, notBuilt } from '../../wire/errors.ts'

type Params = Pick<Stripe.CreditNoteCreateParams, 'refund_amount' | 'refunds'>
type NoteRefund = CreditNote['refunds'][number]

/** The charges that paid an invoice. */
const chargesOf = (account: Account, invoice: Invoice): Charge[] =>
  paymentsOf(account, invoice.id).flatMap(({ payment, status }) => {
    const intent = status === 'paid' ? account.find('payment_intent', payment.payment_intent) : undefined
    return account.find('charge', intent?.latest_charge) ?? []
  })

const linkOf = (refund: string, amount: number): NoteRefund => ({
  amount_refunded: amount,
  payment_record_refund: null,
  refund,
  type: 'refund',
})

const refundNow = (account: Account, invoice: Invoice, amount: number): NoteRefund => {
  const [charge, another] = chargesOf(account, invoice)
  if (charge === undefined)
    throw invalidRequest('There is no charge of this invoice to refund.', { param: 'refund_amount' })
  if (another !== undefined) throw notBuilt('refunding an invoice that several charges paid', 'refund_amount')
  return linkOf(refundCharge(account, charge, { amount }).id, amount)
}

/** How much of a refund other notes already tell of. */
const toldOf = (account: Account, invoice: Invoice, refund: string): number =>
  account
    .all('credit_note')
    .list([{ index: 'invoice', value: invoice.id }])
    .flatMap(({ refunds }) => refunds)
    .reduce((sum, link) => sum + (link.refund === refund ? link.amount_refunded : 0), 0)

const refundOf = (account: Account, invoice: Invoice, id: string): Refund => {
  const refund = account.need('refund', id, 'refunds[0][refund]')
  if (!chargesOf(account, invoice).some((charge) => charge.id === refund.charge))
    throw invalidRequest('The refund is not one of a payment of this invoice.', { param: 'refunds' })
  if (refund.status === 'failed' || refund.status === 'canceled')
    throw invalidRequest(`The refund is ${refund.status}.`, { param: 'refunds' })
  return refund
}

type Asked = NonNullable<Params['refunds']>[number]

const link = (account: Account, invoice: Invoice, asked: Asked): NoteRefund => {
  if (asked.type !== undefined && asked.type !== 'refund')
    throw notBuilt(`linking refunds of type '${asked.type}'`, 'refunds')
  if (asked.refund === undefined) throw missingParam('refunds[0][refund]')
  const refund = refundOf(account, invoice, asked.refund)
  const amount = asked.amount_refunded ?? refund.amount
  const left = refund.amount - toldOf(account, invoice, refund.id)
  if (amount < 1 || amount > left)
    throw invalidRequest(`Only ${left} of the refund can still be linked to a credit note.`, { param: 'refunds' })
  return linkOf(refund.id, amount)
}

const checkDistinct = (asked: readonly Asked[]): void => {
  if (new Set(asked.map(({ refund }) => refund)).size < asked.length)
    throw invalidRequest('Each refund can only be linked once.', { param: 'refunds' })
}

/** Refunds of a note: existing ones that it tells of, or a new one of the charge that paid the invoice. */
export const noteRefunds = (account: Account, params: Params, invoice: Invoice): NoteRefund[] => {
  const { refund_amount: amount = 0, refunds: asked = [] } = params
  if (amount > 0 && asked.length > 0) throw notBuilt('a new refund beside existing ones', 'refund_amount')
  checkDistinct(asked)
  return amount > 0 ? [refundNow(account, invoice, amount)] : asked.map((one) => link(account, invoice, one))
}
