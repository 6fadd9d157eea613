import type { Discount, Invoice, Subscription } from '@countersign/shared/features/subscriptions'
import { plural } from '../lib/numbers.ts'
import { lists } from './team-lists.ts'

const statuses: Record<Subscription['status'] | 'none', string> = {
  active: 'Active',
  trialing: 'On trial',
  past_due: 'Past due',
  unpaid: 'Unpaid',
  paused: 'Paused',
  canceled: 'Cancelled',
  incomplete: 'Incomplete',
  incomplete_expired: 'Never started',
  none: 'No subscription',
}

const invoiceStatuses: Record<Invoice['status'], string> = {
  draft: 'draft',
  open: 'open',
  paid: 'paid',
  uncollectible: 'uncollectible',
  void: 'void',
}

const singles = { day: 'daily', week: 'weekly', month: 'monthly', year: 'yearly' }

type Interval = keyof typeof singles

const hangs: Record<Discount['on'], string> = {
  customer: 'on the customer',
  subscription: 'on the subscription',
  item: 'on an item',
  invoice: 'on an invoice',
}

const payments: Readonly<Record<string, string>> = {
  card: 'card',
  us_bank_account: 'US bank account (ACH)',
  sepa_debit: 'SEPA debit',
  bacs_debit: 'Bacs debit',
  customer_balance: 'bank transfer',
  link: 'Link',
  paypal: 'PayPal',
}

const taxes: Readonly<Record<string, string>> = { none: 'taxable', exempt: 'exempt', reverse: 'reverse charge' }

/** With a year the day leaves no room for the longer words. */
const LONGEST_DAY = '30 Nov'.length

/** The page of a team: who, what they pay, what happened, what can be done. */
export const team = {
  ...lists,
  statuses,
  invoiceStatuses,
  tabsName: 'Parts of this team',
  tabs: {
    overview: 'Overview',
    subscriptions: 'Subscriptions',
    invoices: 'Invoices',
    balance: 'Balance',
    credits: 'Credits',
    tickets: 'Tickets',
  },
  noName: 'No name at Stripe',
  noTeamId: 'No team id',
  customerId: 'Customer id',
  teamId: 'Team id',
  every: (interval: Interval, count: number): string =>
    count === 1 ? singles[interval] : `every ${plural(count, interval, `${interval}s`)}`,
  since: (day: string) => `since ${day}`,
  ends: (day: string) => `ends ${day}`,
  several: (count: number) => plural(count, 'subscription', 'subscriptions'),
  priority: (word: string) => `Support: ${word}`,
  age: (span: string) => `Stripe, ${span} ago`,
  keptAge: (time: string) => `As of ${time}`,
  refresh: 'Ask again',
  notRefreshed: 'Could not be asked again.',
  figures: {
    month: 'Per month',
    monthTitle: 'List price before discounts and tax; yearly plans divided by twelve',
    monthPart: 'Per month, without usage',
    balance: 'Balance',
    balanceTitle: 'At Stripe. Negative is credit for the customer.',
    next: 'Next invoice',
    nextOn: (day: string) => `Next, ${day}`,
    nextTitle: 'Stripe’s preview of the amount due',
    late: 'At risk, past due',
    lateTitle: 'What is left to pay of invoices that are late or whose payment failed',
    expires: (month: string) => `At risk, card expires ${month}`,
    expired: (month: string) => `At risk, card expired ${month}`,
    unread: 'not read',
  },
  part: {
    customer: 'The customer could not be read',
    subscriptions: 'The subscriptions could not be read',
    nextInvoices: 'The next invoice could not be previewed',
    invoices: 'The invoices could not be read',
    balance: 'The balance could not be read',
    tickets: 'The tickets could not be read',
    page: 'This team could not be opened',
    more: 'The rest could not be read',
    toTeams: 'Search teams',
    next: 'The other parts are as Stripe gave them. Try again in a moment.',
    kept: (time: string, ago: string) => `Stripe could not be asked. This is what it said on ${time}, ${ago} ago.`,
    code: 'Error code',
    missing: (parts: string) => `Not in this timeline: ${parts}. Stripe could not be asked.`,
  },
  facts: {
    region: 'Facts',
    customer: 'Customer',
    stripe: 'Stripe',
    bills: 'Bills to',
    tax: 'Tax',
    taxes,
    pays: 'Pays by',
    paysNothing: 'no payment method kept',
    more: (count: number) => plural(count, 'more', 'more'),
    to: (month: string) => `to ${month}`,
    expired: (month: string) => `expired ${month}`,
    since: 'Since',
    late: 'Payment',
    lateWord: 'late, says Stripe',
    support: 'Support',
    noEmail: 'no e-mail',
    metadata: 'Metadata',
    discounts: 'Discounts',
    payment: (kind: string) => payments[kind] ?? kind.replaceAll('_', ' '),
  },
  next: {
    title: 'Next invoice',
    on: (day: string) => (day.length > LONGEST_DAY ? `Next, ${day}` : `Next invoice, ${day}`),
    preview: 'Stripe’s preview',
    discount: 'Discount',
    tax: 'Tax',
    balance: 'Balance',
    due: 'Due',
    none: 'Nothing more will be billed.',
    others: (count: number) => plural(count, 'more preview', 'more previews'),
  },
  second: {
    title: 'Second subscription',
    tag: 'made by hand',
    why: 'Not the platform’s: its metadata does not carry the team id.',
  },
  discount: {
    percent: (percent: number) => `${percent} % off`,
    hangs,
    forever: 'for ever',
    once: 'once',
    until: (day: string, left: string) => `until ${day}, ${left} left`,
    ended: (day: string) => `ended ${day}`,
    unnamed: 'Unnamed coupon',
  },
  more: 'Load more',
  loaded: (count: number, hasMore: boolean) =>
    `${plural(count, 'entry', 'entries')}${hasMore ? ' read so far' : ', all there are'}`,
  proof: {
    provenFor: (ticket: string) => `Proven for ${ticket}`,
    stateFor: (word: string, ticket: string) => `${word} for ${ticket}`,
    equals: 'equals',
    exactly: 'exactly.',
    metadata: 'Metadata',
    on: 'on',
    asked: (at: string, who: string) => `Asked Stripe at ${at} UTC, ${who}.`,
    readOnly: 'Reading only; nothing can be changed.',
    none: 'No ticket is open on this team; reading only.',
    endedEarly: (ticket: string) =>
      `The proof for ${ticket} counts no more: its case was closed, or another verdict came; reading only.`,
    ended: (ticket: string, ago: string) => `The proof for ${ticket} ended ${ago} ago; reading only.`,
    otherTicket: (ticket: string) => `Not for ${ticket}, the ticket of this link.`,
    verify: 'Verify for a ticket',
    verifyFor: (ticket: string) => `Verify for ${ticket}`,
    sheet: 'Evidence of the proof',
    notRead: 'The evidence could not be read',
    aside: (ticket: string, left: string) => `proven for ${ticket}, ${left} left`,
    unproven: 'not proven, reading only',
  },
  actions: {
    region: 'What can be done',
    here: 'This team',
    money: 'Ask for',
    copy: 'Copy',
    open: 'Open',
    reply: 'Reply to the requester',
    replyWhat: 'Reply',
    copyTeamId: 'Team id',
    deepLink: 'Desktop link',
    deepLinkWhat: 'Link that opens the desktop',
    pageLink: 'Browser link',
    pageLinkWhat: 'Link to this page',
    stripe: 'Stripe dashboard',
    stripeSample: 'sample data',
    lastInvoice: 'Latest invoice, PDF',
    /** Where no title stands above: in the palette and among the keys. */
    full: {
      reply: 'Copy a reply to the requester',
      'team-id': 'Copy team id',
      'deep-link': 'Copy link for the desktop',
      'page-link': 'Copy link for a browser',
      'last-invoice': 'Open latest invoice, PDF',
      stripe: 'Open in Stripe’s dashboard',
    } as Readonly<Record<string, string>>,
    noTeamId: 'no team id known',
    notHttps: 'only in the browser desk',
    notOpened: (what: string) => `${what} could not be opened: the address may not leave the desk`,
    promised: 'Support promised',
    byPlan: 'by the plan',
  },
  nothing: {
    title: 'Nothing is billed to this customer.',
    text: 'Stripe knows the customer, but no subscription, invoice or balance.',
  },
}
