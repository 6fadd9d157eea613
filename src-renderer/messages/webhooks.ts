import { plural } from '../lib/numbers.ts'

/** What Stripe told, and what became of it. */
export const webhooks = {
  lead: 'What Stripe told, and what became of it.',
  figures: {
    heard: 'Last heard',
    never: 'Never',
    ago: (age: string) => `${age} ago`,
    behind: 'Behind by',
    upToDate: 'Nothing',
    failed: 'Failed',
    listed: 'Stripe’s list checked',
    listedTitle: (missed: number) =>
      `What no delivery brought is looked for in Stripe’s list; the last time ${plural(missed, 'event was', 'events were')} found there.`,
  },
  filters: 'Which events',
  shows: { failed: 'Failed', waiting: 'Waiting', all: 'All' },
  table: 'Events',
  panel: 'One event',
  notRead: 'The inbox could not be read',
  more: 'Show more',
  columns: {
    state: 'State',
    type: 'What happened',
    object: 'Object',
    age: 'Heard',
    attempts: 'Attempts',
    reason: 'Reason',
  },
  states: { waiting: 'Waiting', applied: 'Applied', ignored: 'Not for us', failed: 'Failed' },
  facts: {
    event: 'Event',
    object: 'Object',
    customer: 'Customer',
    endpoint: 'Came in',
    byListing: 'found in Stripe’s list',
    byDelivery: (endpoint: string) => `delivered to ${endpoint}`,
    made: 'Made at Stripe',
    heard: 'Heard',
    ended: 'Ended',
    attempts: 'Attempts',
    reason: 'Reason',
  },
  openTeam: 'Open customer',
  replay: (count: number) => (count === 1 ? 'Replay' : `Replay ${count}`),
  nothingChosen: 'choose failed events first',
  replayed: (count: number) => `${plural(count, 'event waits', 'events wait')} again.`,
  outcomes: { waiting: 'Waits again', 'not-failed': 'Had not failed', unknown: 'Not kept here' },
  results: 'Replayed',
  notReplayed: 'Nothing was replayed',
  empty: {
    failed: {
      title: 'Nothing has failed.',
      what: 'What can’t be applied stays here, with its reason, until it is replayed.',
    },
    waiting: { title: 'Nothing waits.', what: 'What Stripe tells is usually applied within seconds.' },
    all: {
      title: 'No event yet.',
      what: 'Point a webhook endpoint of Stripe at /webhooks/stripe/main; until then what changed is found in Stripe’s list every five minutes.',
    },
  },
}
