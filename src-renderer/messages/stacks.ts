import { plural } from '../lib/numbers.ts'

interface Given {
  readonly ticket: string
  /** `€80.00` */
  readonly amount: string
  readonly invoices: number
  /** null: all of it comes off invoices. */
  readonly rest: string | null
}

const invoicesText = (count: number): string => plural(count, 'invoice', 'invoices')

/** One coupon out of what is live and what is new. */
export const stacks = {
  title: 'Stack onto the live coupon',
  form: 'Stack',
  subscription: 'Subscription',
  noSubscription: 'This team has no running subscription.',
  source: 'New amount from',
  typed: 'An amount',
  amount: 'New amount',
  amountHint: (currency: string) => `${currency}, on top of what is left`,
  amountWrong: (currency: string) => `Not an amount of ${currency}`,
  quantity: 'Quantity',
  share: 'How many',
  unit: 'Of',
  units: { months: 'months', days: 'days of the period' },
  countWrong: 'A whole number, at least 1',
  purpose: 'What it is for',
  purposeHint: 'Begins the coupon’s name, which the customer reads on the invoice',
  name: (name: string) => `“${name}”`,
  nameTitle: 'The coupon',
  nameLength: (length: number) => `${length} of 40 characters`,
  words: 'For the approver',
  wordsHint: 'What was promised, and by whom',
  convert: 'Convert it to its worth on the next invoice',
  left: 'Left on the live coupons',
  nothingLeft: 'No live coupon gives anything any more.',
  added: 'New amount',
  addedTyped: 'typed',
  one: 'One new coupon',
  oneWhere: (amount: string, count: number) => `${amount} off ${invoicesText(count)}`,
  oneRest: (rest: string) => `and ${rest} on the balance`,
  replaces: 'replaces the live ones in the same step',
  replacesNone: 'hangs on the subscription, no code is made',
  equals: 'Before equals after',
  lost: (amount: string) => `Lost ${amount}`,
  bills: 'What the coming invoices become',
  billsAside: 'before tax and balance',
  billOf: (day: string, before: string, after: string) => `${day}: ${before} now, ${after} with the stack`,
  due: (amount: string) => `${amount} due`,
  off: (amount: string) => `${amount} off`,
  was: (amount: string) => `${amount} as it is`,
  more: (count: number) => `${invoicesText(count)} more as far as they are known`,
  ways: (total: string) => `Ways to give ${total}`,
  waysAside: 'the shortest that loses nothing is chosen',
  over: (count: number) => (count === 1 ? 'Once' : `Over ${invoicesText(count)}`),
  each: (amount: string, count: number) => (count === 1 ? `${amount} off the next` : `${amount} each`),
  losesNothing: 'loses nothing',
  loses: (amount: string) => `loses ${amount}`,
  onceLoses: 'Stripe drops what a coupon exceeds an invoice by: not offered',
  higherBills: (count: number) => `${plural(count, 'bill', 'bills')} higher than now, named if taken`,
  keep: 'Keep them, add a credit',
  keepAmount: (amount: string) => `${amount} on the balance`,
  keepGo: 'Open the credit',
  accept: 'To be accepted by name',
  refusedTitle: 'One coupon can’t be made of that.',
  refused: 'Why not',
  ask: (amount: string) => `Ask for approval of one coupon, ${amount}`,
  askEmpty: 'Ask for approval',
  noAmount: 'there is no amount yet',
  noPurpose: 'the coupon’s name needs to say what it is for',
  noWords: 'the approver needs a sentence',
  noProof: 'this team is not proven for a ticket',
  notPlanned: 'it can’t be done, as said at the right',
  notAccepted: 'what is named has to be accepted first',
  notKnown: 'it is being worked out',
  planFailed: 'The stack could not be worked out',
  previewFailed: 'Who has to approve could not be worked out',
  askFailed: 'The stack was not asked for',
  note: 'Nothing reaches Stripe until every approver has signed. The live coupons act until then.',
  reply: 'Reply to the customer',
  replyWhat: 'Reply',
  copyReply: 'Copy reply',
  replyText: ({ ticket, amount, invoices, rest }: Given): string =>
    [
      'Hello,',
      `thank you for your patience with ${ticket}.`,
      `We have put one coupon on your subscription. It takes ${amount} off ${invoices === 1 ? 'your next invoice' : `each of your next ${invoicesText(invoices)}`} and holds what was left of your earlier discount too, so nothing of it is lost.${rest === null ? '' : ` A further ${rest} is on your account and comes off the next invoice by itself.`}`,
      'You do not need to enter a code.',
      'Kind regards',
    ].join('\n\n'),
}
