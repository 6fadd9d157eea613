import { plural } from '../lib/numbers.ts'

export const palette = {
  name: 'Search, go, act',
  placeholder: 'Team, name, e-mail, invoice, code, key ending, any Stripe id',
  results: 'Results',
  nothing: 'Nothing found',
  nothingNext: 'An exact id, a part of a name or an e-mail address finds most things.',
  searching: 'Searching',
  found: (count: number) => plural(count, 'result', 'results'),
  run: 'run',
  newWindow: 'in a new window',
}
