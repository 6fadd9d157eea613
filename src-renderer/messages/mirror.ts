import type { Backfill } from '@countersign/shared/features/search'
import { countText, plural } from '../lib/numbers.ts'

type Resource = NonNullable<Backfill['resource']>

const resources: Record<Resource, string> = {
  customers: 'customers',
  subscriptions: 'subscriptions',
  invoices: 'invoices',
  codes: 'codes',
}

/** The local copy of Stripe that search reads. */
export const mirror = {
  title: 'Mirror of Stripe',
  what: 'A copy for searching. It is always allowed to be old: a proof and a team’s page ask Stripe itself.',
  resources,
  counts: ({ customers, subscriptions, invoices, codes }: Backfill['counts']) =>
    [
      plural(customers, 'customer', 'customers'),
      plural(subscriptions, 'subscription', 'subscriptions'),
      plural(invoices, 'invoice', 'invoices'),
      plural(codes, 'code', 'codes'),
    ].join(', '),
  filling: 'Filling the mirror',
  reading: (resource: Resource | null, counts: Backfill['counts']) =>
    resource === null ? 'beginning' : `${countText(counts[resource])} ${resources[resource]} so far`,
  underSecond: 'under 1 s',
  goesOn: 'Goes on if you close the window. Stripe does not say how many there will be.',
  facts: { customers: 'Customers', asOf: 'Last heard', last: 'Last fill', took: 'Took', failure: 'Why it stopped' },
  never: 'never',
  states: {
    never: 'Never filled.',
    running: 'Being filled.',
    cancelled: 'The last fill was cancelled.',
    failed: 'The last fill stopped.',
    done: 'Filled.',
  },
  start: 'Fill the mirror',
  goOn: 'Go on where it stopped',
  again: 'Fill it anew',
  cancel: 'Cancel',
  failed: 'The mirror was not changed',
  notRead: 'The state of the mirror could not be read',
  line: (customers: number, asOf: string) => `Mirror of ${countText(customers)} customers, as of ${asOf} UTC`,
  lineEmpty: 'The mirror is empty',
  lineFilling: (counts: string) => `Mirror being filled: ${counts}`,
}
