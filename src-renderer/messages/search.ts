import type { SearchHit } from '@countersign/shared/features/search'
import { plural } from '../lib/numbers.ts'

const kinds: Record<SearchHit['kind'], string> = {
  team: 'team',
  customer: 'customer',
  subscription: 'subscription',
  invoice: 'invoice',
  code: 'code',
}

const tookText = (ms: number): string => (ms < 1 ? 'under 1 ms' : `${Math.round(ms)} ms`)

/** The palette and the page of teams. */
export const search = {
  kinds,
  placeholder: 'Team id, name, e-mail, invoice, code, any Stripe id',
  goTo: 'Go to',
  doNow: 'Do',
  found: 'Found',
  aside: (age: string | null, count: string, ms: number) =>
    `${age === null ? 'mirror empty' : `mirror, ${age} old`}, ${count} in ${tookText(ms)}`,
  hits: (count: number, hasMore: boolean) => (hasMore ? `${count}+ hits` : plural(count, 'hit', 'hits')),
  failed: 'The search did not answer',
  verifyTeam: (id: string) => `Verify ${id} for a ticket`,
  asksStripe: 'asks Stripe live',
  noCustomer: 'no customer known',
  hintId: 'id',
  hintEmail: 'e-mail',
  hintActions: 'actions',
  theme: (theme: string) => `Appearance: ${theme.toLowerCase()}`,
  page: {
    lead: 'Found in the mirror; a team’s page reads Stripe.',
    field: 'Find a team',
    table: 'Teams found',
    columns: { title: 'What was found', kind: 'Kind', detail: 'Detail', team: 'Team id', customer: 'Customer' },
    more: 'There are more. Type more of it to see the right one.',
    none: (text: string) => `Nothing in the mirror holds “${text}”.`,
    noneNext: 'Check the spelling, or prove the team: that asks Stripe itself.',
    verify: 'Verify a team',
    start: 'Type to find a team.',
    startNext: 'Enter opens an exact id at once, else it chooses the first; j and k move in the list.',
    empty: 'The mirror holds no customer, so nothing can be found in it yet.',
    emptyNext: 'Filling it reads customers, subscriptions, invoices and codes from Stripe.',
    fill: 'Fill the mirror',
    fillAsk: 'An administrator can fill it. Verify works without it.',
    panel: 'What was found',
    open: 'Open team',
    facts: { kind: 'Kind', team: 'Team id', customer: 'Customer', object: 'Object', detail: 'Detail' },
    notOpened: 'Opening it is an entry in the log.',
    matched: 'Matched by',
  },
  matched: {
    id: 'its id',
    team: 'the team id',
    email: 'the e-mail',
    name: 'the name',
    number: 'the number',
    code: 'the code',
  } satisfies Record<SearchHit['matched'], string>,
}
