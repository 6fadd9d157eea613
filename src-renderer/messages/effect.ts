import { plural } from '../lib/numbers.ts'

const budgets: Readonly<Record<string, string>> = {
  teamDay: 'This team, 24 hours',
  teamYear: 'This team, 12 months',
  agentDay: 'You, 24 hours',
  agentYear: 'You, 12 months',
}

/** What something would do, before it is asked for and when it is decided. */
export const effect = {
  title: 'What this would do',
  beforeAfter: 'Before and after',
  history: 'Given to this team in 12 months',
  historyAside: 'all its subscriptions',
  noHistory: 'Nothing was given to this team in the last 12 months.',
  approvers: (count: number) =>
    count === 0 ? 'Nobody has to approve this' : `${plural(count, 'approver has', 'approvers have')} to sign`,
  desktopOnly: 'on the desktop only',
  receives: 'The customer sees',
  budgets,
  left: (remaining: string, limit: string, isOver: boolean) =>
    isOver ? `${remaining} over ${limit}` : `${remaining} left of ${limit}`,
}
