// Rule: small help tells what Stripe answered and nothing more. A mail can't be proven: Stripe only says that it took the
// order. No answer is no result: whether it happened has to be looked up before anybody clicks again.

import type { HelpResult } from '@countersign/shared/features/billing-edits'
import type { Invoice } from '@countersign/shared/features/subscriptions'
import { moneyText } from '@countersign/shared/money'

/** What went wrong, as far as Stripe said. */
export interface HelpFailure {
  readonly hasAnswered: boolean
  readonly message: string | null
}

export const refusedHelp = ({ hasAnswered, message }: HelpFailure): HelpResult =>
  hasAnswered
    ? { outcome: 'refused', text: `Stripe refused: ${message ?? 'it gave no reason'}` }
    : { outcome: 'unknown', text: 'Stripe gave no clear answer. Look at the invoice before you try again.' }

export const sentHelp = (mode: 'TEST' | 'LIVE'): HelpResult => ({
  outcome: 'sent',
  text:
    mode === 'TEST'
      ? 'Stripe took the order. In test mode it sends no mail.'
      : 'Stripe took the order to mail it. Whether it arrived can’t be told from here.',
})

export const paidHelp = ({ status, amountPaid, amountRemaining }: Invoice): HelpResult =>
  status === 'paid'
    ? { outcome: 'paid', text: `Paid: ${moneyText(amountPaid)}.` }
    : { outcome: 'not-paid', text: `Not paid: ${moneyText(amountRemaining)} remains open.` }
