/** Changes of a subscription: another plan, a pause, an end. */
export const changes = {
  title: 'Change a subscription',
  form: 'Change of a subscription',
  subscription: 'Subscription',
  byHand: 'made by hand',
  byHandNotice: 'This subscription was made by hand. It is not the platform’s own.',
  scheduled: 'a schedule rules this subscription: change it in Stripe’s dashboard',
  none: 'No subscription is running',
  noneNext: 'A new one starts when the team subscribes on the platform.',
  what: 'What shall happen',
  modes: {
    change: 'Another plan, interval or quantity',
    pause: 'Pause collection',
    resume: 'Go on: take a pause or an end back',
    end: 'End it',
  },
  plan: (name: string) => `Plan instead of ${name}`,
  newPlan: 'Plan that comes',
  quantity: 'Quantity',
  quantityWrong: 'A whole number from 1',
  takeOff: 'Take it off',
  add: 'Add an item',
  dropNew: 'Don’t add it',
  odd: (name: string) => `${name} is tiered or billed by use, and stays as it is.`,
  offer: (name: string, price: string, every: string) => `${name}, ${price} ${every}`,
  every: (interval: string, count: number) => (count === 1 ? `a ${interval}` : `every ${count} ${interval}s`),
  proration: 'The difference for this period',
  prorations: {
    always_invoice: 'invoiced at once',
    create_prorations: 'on the next invoice',
    none: 'not charged and not given back',
  },
  behavior: 'Invoices during the pause',
  behaviors: {
    void: 'are voided: nothing is owed',
    keep_as_draft: 'are kept as drafts, to be sent later',
    mark_uncollectible: 'are written off',
  },
  resumesOn: 'Collected again from',
  resumesHint: 'Empty: until somebody resumes it. The day begins at 00:00 UTC.',
  from: 'What is taken back',
  froms: { pause: 'the pause of collection', cancellation: 'the end that is set' },
  when: 'When it ends',
  whens: { 'period-end': 'with its period', at: 'on a day', now: 'now' },
  endsOn: 'Ends on',
  endsHint: 'The day begins at 00:00 UTC.',
  credited: 'Unused time that was paid becomes account credit',
  words: 'For the approver',
  wordsHint: 'Who asked for it, and why',
  ask: 'Ask for approval',
  noChange: 'nothing is changed yet',
  noDay: 'there is no day yet',
  wrongQuantity: 'a quantity is not a whole number',
  noWords: 'the approver needs a sentence',
  noProof: 'this team is not proven for a ticket',
  notShown: 'Stripe’s preview isn’t there yet',
  nothingYet: 'Change something to see Stripe’s own preview.',
  previewFailed: 'The effect could not be worked out',
  askFailed: 'The change was not asked for',
  note: 'Nothing reaches Stripe until every approver has signed.',
  receives: 'The customer sees',
  reply: 'Copy reply',
  replyWhat: 'Reply',
}

const closing = 'Kind regards'
const letter = (...paragraphs: readonly string[]): string => ['Hello,', ...paragraphs, closing].join('\n\n')

/** Ready-made answers while the approval is awaited: they promise nothing that isn't signed. */
export const changeReplies = {
  change: (ticket: string) =>
    letter(
      `thank you for writing. We have prepared the change of your subscription for ${ticket} and are having it reviewed.`,
      'You will see it, with what it costs for the rest of the period, as soon as it is done. You do not need to do anything.',
    ),
  pause: (ticket: string) =>
    letter(
      `thank you for writing. We have prepared a pause of your payments for ${ticket} and are having it reviewed.`,
      'Your team can go on working meanwhile. We will write again as soon as it is done.',
    ),
  resume: (ticket: string) =>
    letter(
      `thank you for writing. We are having it reviewed that your subscription goes on as before, for ${ticket}.`,
      'We will write again as soon as it is done. You do not need to do anything.',
    ),
  end: (ticket: string) =>
    letter(
      `thank you for writing. We have prepared the end of your subscription for ${ticket} and are having it reviewed.`,
      'We will write again as soon as it is done, with the day on which it ends and what becomes of time that you have paid for.',
    ),
}
