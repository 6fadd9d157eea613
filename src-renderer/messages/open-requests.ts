import { plural } from '../lib/numbers.ts'

/** Requests and executions of the team that is open. */
export const openRequests = {
  title: (count: number) => plural(count, 'request is open here', 'requests are open here'),
  waiting: (given: number, needed: number) => `waiting, ${given} of ${needed}`,
  owner: (who: string, ago: string) => `${who}, ${ago} ago`,
  stale: 'What rests on today’s balance goes stale if one of these is carried out first.',
}
