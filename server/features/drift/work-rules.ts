// Rule: what was approved or sold and isn't done after a day, and what Stripe told and nobody could apply, is a difference
// between what is believed and what is. It is counted here and named on its own screen.

import type { Found } from './finding-rules.ts'

export interface WorkCounts {
  /** Begun more than a day ago, and not at their end. */
  readonly executions: number
  /** Could be delivered for more than a day. */
  readonly tasks: number
  /** Given up until somebody replays them. */
  readonly events: number
}

const some = (count: number, one: string, many: string): string => (count === 1 ? one : `${count} ${many}`)

const base = (subjectId: string, count: number) => ({
  subjectId,
  teamId: null,
  customerStripeId: null,
  heads: { there: 'Now', here: 'Meant' },
  sides: [{ field: 'how many', there: String(count), here: '0' }],
})

export const foundInWork = ({ executions, tasks, events }: WorkCounts): Found[] => [
  ...(executions === 0
    ? []
    : [
        {
          ...base('executions', executions),
          kind: 'work.executions' as const,
          severity: 'money' as const,
          explanation: `${some(executions, 'One approved request', 'approved requests')} of more than a day ago ${executions === 1 ? 'isn’t' : 'aren’t'} carried out to the end.`,
          repair: {
            kind: 'page' as const,
            page: 'approvals' as const,
            words: 'Opens the requests; each says what it waits for.',
          },
        },
      ]),
  ...(tasks === 0
    ? []
    : [
        {
          ...base('fulfilment', tasks),
          kind: 'work.fulfilment' as const,
          severity: 'shut-out' as const,
          explanation: `${some(tasks, 'One product of an invoice', 'products of invoices')} could be delivered for more than a day and ${tasks === 1 ? 'isn’t' : 'aren’t'}.`,
          repair: {
            kind: 'page' as const,
            page: 'invoices' as const,
            words: 'Opens the invoices with what has to be delivered.',
          },
        },
      ]),
  ...(events === 0
    ? []
    : [
        {
          ...base('events', events),
          kind: 'work.events' as const,
          severity: 'stale' as const,
          explanation: `${some(events, 'One event of Stripe', 'events of Stripe')} could not be applied and ${events === 1 ? 'waits' : 'wait'} for somebody to replay ${events === 1 ? 'it' : 'them'}.`,
          repair: {
            kind: 'page' as const,
            page: 'webhooks' as const,
            words: 'Opens the inbox with what failed; it is replayed there.',
          },
        },
      ]),
]
