/**
 * A credit note first reduces what is still to be paid of its invoice (before payment); the rest (after payment) must be
 * accounted for exactly: to the customer's balance or outside of Stripe. All notes together never exceed the invoice.
 */
export interface NoteParts {
  readonly prePayment: number
  readonly postPayment: number
}

export const splitNote = (amount: number, remaining: number): NoteParts => {
  const prePayment = Math.min(amount, remaining)
  return { prePayment, postPayment: amount - prePayment }
}

export const noteType = ({ prePayment, postPayment }: NoteParts): 'mixed' | 'post_payment' | 'pre_payment' => {
  if (postPayment === 0) return 'pre_payment'
  return prePayment === 0 ? 'post_payment' : 'mixed'
}

export interface CreditedInvoice {
  readonly total: number
  readonly pre_payment_credit_notes_amount: number
  readonly post_payment_credit_notes_amount: number
}

export const creditable = (invoice: CreditedInvoice): number =>
  invoice.total - invoice.pre_payment_credit_notes_amount - invoice.post_payment_credit_notes_amount

/** `ABCD1234-0007-CN-01` */
export const noteNumber = (invoiceNumber: string, sequence: number): string =>
  `${invoiceNumber}-CN-${String(sequence).padStart(2, '0')}`
