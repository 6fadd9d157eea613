import { plural } from '../lib/numbers.ts'

export const timeline = {
  name: 'Timeline',
  filter: 'Show',
  all: 'All',
  lanes: { money: 'Money', stripe: 'Stripe', us: 'Us' },
  count: (count: number) => plural(count, 'entry', 'entries'),
  countSince: (count: number, since: string) => `${plural(count, 'entry', 'entries')} since ${since}, UTC`,
  nothing: 'No entries of this kind',
  empty: 'Nothing has happened yet.',
  older: 'Older entries are on the tabs Invoices and Balance.',
}
