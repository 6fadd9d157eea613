// Rule: a card answers at once; a bank debit is known to have worked or failed only business days later, and until then
// the payment is processing. An authorised card payment waits for its capture for seven days.

import type { PaymentMethod } from '../store/kinds.ts'

const DAY_SECONDS = 86_400

/** Business days from the debit to the bank's answer: four for ACH as documented, five for SEPA as the usual case. */
const ANSWER_DAYS: Readonly<Record<string, number>> = { us_bank_account: 4, sepa_debit: 5 }

/** Business days that a refund to a bank account takes. */
const REFUND_DAYS = 3

/** A refund of a bank debit must begin within so many days. */
const REFUNDABLE_DAYS = 180

const CAPTURE_DAYS = 7

export const isDebit = (type: string): boolean => ANSWER_DAYS[type] !== undefined

const isWeekend = (at: number): boolean => [0, 6].includes(new Date(at * 1000).getUTCDay())

/** Counts Monday to Friday in UTC; bank holidays are not known. */
export const addBusinessDays = (from: number, days: number): number => {
  let at = from
  let left = days
  while (left > 0) {
    at += DAY_SECONDS
    if (!isWeekend(at)) left -= 1
  }
  return at
}

/** When the bank answers a debit that is made now; null when it never does. */
export const answersAt = ({ type, _outcome }: PaymentMethod, now: number): number | null =>
  _outcome === 'processing' ? null : addBusinessDays(now, ANSWER_DAYS[type] ?? 0)

export const refundArrivesAt = (now: number): number => addBusinessDays(now, REFUND_DAYS)

export const isTooOldToRefund = (type: string, paidAt: number, now: number): boolean =>
  isDebit(type) && now > paidAt + REFUNDABLE_DAYS * DAY_SECONDS

export const captureBefore = (authorisedAt: number): number => authorisedAt + CAPTURE_DAYS * DAY_SECONDS

/** The types that the sandbox can charge in a currency. */
export const payableTypes = (currency: string): string[] => [
  'card',
  ...(currency === 'usd' ? ['us_bank_account'] : []),
  ...(currency === 'eur' ? ['sepa_debit'] : []),
]
