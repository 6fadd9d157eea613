// Rule: a test card does what its name says: it pays, or it is declined with the code that Stripe gives for that card.

import { cardRefused, type StripeRefusal } from '../wire/errors.ts'

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
