import type { InvoiceFilter } from '@countersign/shared/features/invoice-work'
import type { ChainLink } from '@countersign/shared/features/invoices'
import { plural } from '../lib/numbers.ts'

const links: Record<ChainLink['link'], string> = {
  quote: 'Quote',
  invoice: 'Invoice',
  approval: 'Approval',
  sent: 'Sent',
  paid: 'Paid',
  fulfilment: 'Delivered',
}

const filters: Record<InvoiceFilter, string> = {
  open: 'Under way',
  stuck: 'Stuck',
  approval: 'Waiting for approval',
  editing: 'Drafts',
  sent: 'Sent, not paid',
  paid: 'Paid',
  over: 'Given up',
  all: 'All',
}

/** Invoices that are made by hand from accepted quotes. */
export const invoices = {
  title: 'Invoices',
  lead: 'From accepted quote to what was sold',
  table: 'Deals',
  panel: 'Deal',
  reading: 'The invoices could not be read',
  filters: 'Which deals',
  filter: filters,
  links,
  states: {
    done: 'done',
    open: 'under way',
    waiting: 'not reached',
    stuck: 'stuck',
    'not-needed': 'not needed',
    failed: 'failed',
  } satisfies Record<ChainLink['state'], string>,
  columns: { deal: 'Quote', customer: 'Customer', total: 'Amount', team: 'Team', number: 'Number', changed: 'Changed' },
  stuckFor: (text: string, days: number) => `${text}, ${plural(days, 'day', 'days')}`,
  heldBy: (holder: string) => `with ${holder}`,
  chain: 'From quote to delivery',
  fromQuote: 'Invoice a quote',
  empty: 'No deals here.',
  emptyNext: 'An invoice by hand begins with an accepted quote.',
  emptyFilter: 'Nothing is in this state.',
  more: 'Show more',
  loaded: (count: number) => plural(count, 'deal', 'deals'),
  open: 'Open the invoice',
  openQuote: 'Open the quote',
  openTeam: 'Open the team',
  openRequest: 'Open the request',
  facts: {
    quote: 'Quote',
    customer: 'Customer',
    stripeId: 'Invoice at Stripe',
    number: 'Number',
    status: 'Status at Stripe',
    ticket: 'Ticket',
    team: 'Team',
    acceptedBy: 'Accepted by',
    acceptedOn: 'Accepted on',
    terms: 'Terms',
    order: 'Their order',
    total: 'Amount',
    email: 'Billing e-mail',
    address: 'Address',
    memo: 'Memo',
    sentTo: 'Sent to',
    due: 'Due',
  },
  teamPanel: 'Invoices by hand',
} as const
