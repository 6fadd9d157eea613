import type { Gift } from '@countersign/shared/features/credits'
import { plural } from '../lib/numbers.ts'

const kinds: Readonly<Record<Gift['kind'], string>> = {
  credit: 'Credit',
  reversal: 'Taken back',
  coupon: 'Coupon',
  refund: 'Refund',
  'credit-note': 'Credit note',
}

export const credits = {
  title: 'Give a credit',
  form: 'Credit',
  amount: 'Amount',
  amountHint: (currency: string) => `${currency}, as the customer is billed`,
  amountWrong: (currency: string) => `Not an amount of ${currency}`,
  currency: 'Currency',
  reason: 'Reason',
  reasonWords: 'Which reason',
  from: 'Makes good from',
  to: 'to',
  periodWrong: 'The last day comes before the first',
  customerText: 'The customer reads',
  customerTextHint: 'Left empty: the reason, the days and the ticket',
  words: 'For the approver',
  wordsHint: 'What happened, and why this amount',
  ask: (amount: string) => `Ask for approval of ${amount}`,
  askEmpty: 'Ask for approval',
  lower: (amount: string, approvers: number) =>
    `Lower to ${amount}, ${approvers === 0 ? 'no approver' : plural(approvers, 'approver', 'approvers')}`,
  noAmount: 'there is no amount yet',
  noReason: 'there is no reason yet',
  noReasonWords: 'this reason needs words of your own',
  noWords: 'the approver needs a sentence',
  noEffect: 'its effect is being worked out',
  notAccepted: 'what overlaps has to be accepted, with a reason',
  noProof: 'this team is not proven for a ticket',
  previewFailed: 'The effect could not be worked out',
  askFailed: 'The credit was not asked for',
  nothingYet: 'Type an amount and choose a reason to see what it would do.',
  note: 'Nothing reaches Stripe until every approver has signed.',
  guard: {
    title: 'Part of this may have been made good already',
    checked: (compared: number, overlaps: number) => `${compared} checked, ${plural(overlaps, 'overlaps', 'overlap')}`,
    accept: 'All are meant, because',
    because: 'Why this comes on top',
  },
  call: {
    title: 'What Stripe will be asked, once',
    what: 'Call',
    create: 'create a customer balance transaction',
    customer: 'Customer',
    amount: 'Amount',
    metadata: 'Metadata',
    keys: 'request, ticket, team, reason, period',
    repeats: 'Repeats',
    never: 'never: the key comes from the approval',
  },
  kinds,
  columns: { at: 'Date', kind: 'What', text: 'For', now: 'Now', amount: 'Amount' },
  by: (askedBy: string, approvedBy: readonly string[]) =>
    approvedBy.length === 0 ? `${askedBy} asked` : `${askedBy} asked, ${approvedBy.join(' and ')} signed`,
}
