import { plural } from '../lib/numbers.ts'

export const timeline = {
  name: 'Timeline',
  filter: 'Show',
  all: 'All',
  count: (count: number) => plural(count, 'entry', 'entries'),
  nothing: 'No entries of this kind',
}
