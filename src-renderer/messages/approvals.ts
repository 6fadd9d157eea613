import type { RequestState } from '@countersign/shared/features/approvals'
import type { MoneyProgress } from './money.ts'

/** How far each state has brought the money, for the ring; and the state in a word. */
const progress: Readonly<Record<RequestState, MoneyProgress>> = {
  requested: 'waiting',
  approved: 'approved',
  executing: 'sent',
  done: 'confirmed',
  rejected: 'rejected',
  withdrawn: 'expired',
  expired: 'expired',
  stale: 'stale',
  failed: 'failed',
  'needs-person': 'unknown',
}

const states: Readonly<Record<RequestState, string>> = {
  requested: 'waiting',
  approved: 'approved',
  executing: 'sent to Stripe',
  done: 'confirmed',
  rejected: 'rejected',
  withdrawn: 'withdrawn',
  expired: 'expired',
  stale: 'stale',
  failed: 'failed',
  'needs-person': 'needs a person',
}

export const approvals = {
  table: 'Requests',
  progress,
  states,
  waiting: (given: number, needed: number) => `waiting, ${given} of ${needed}`,
  columns: { title: 'Request', team: 'Team', amount: 'Amount', by: 'Asked by', ticket: 'Ticket', state: 'State' },
  notRead: 'The requests could not be read',
  empty: 'Nothing waits for anybody.',
}
