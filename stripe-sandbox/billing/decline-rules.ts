// Rule: a test instrument does what its name says: it pays, or it is declined with the code that Stripe gives for it.

import { cardRefused, StripeRefusal } from '../wire/errors.ts'

const MESSAGES: Readonly<Record<string, string>> = {
  generic_decline: 'Your card was declined.',
  insufficient_funds: 'Your card has insufficient funds.',
  expired_card: 'Your card has expired.',
}

/** An expired card has its own code; every other decline is `card_declined` with the bank's reason beside it. */
export const declineOf = (reason: string): StripeRefusal =>
  reason === 'expired_card'
    ? cardRefused(MESSAGES['expired_card'] ?? '', 'expired_card')
    : cardRefused(MESSAGES[reason] ?? 'Your card was declined.', 'card_declined', reason)

const BANK_MESSAGES: Readonly<Record<string, string>> = {
  account_closed: 'The bank account has been closed.',
  debit_not_authorized: 'The account holder has told the bank that this debit was not authorized.',
  insufficient_funds: 'The bank account has insufficient funds.',
  no_account: 'The bank account could not be located.',
}

/** A bank sends a debit back days after it was made. */
export const returnOf = (code: string): StripeRefusal =>
  new StripeRefusal(402, { type: 'invalid_request_error', code, message: BANK_MESSAGES[code] ?? 'The debit failed.' })
