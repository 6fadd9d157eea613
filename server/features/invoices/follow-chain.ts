import type { ChainLink } from '@countersign/shared/features/invoices'
import { dayStart } from '@countersign/shared/times'
import type { RequestStanding } from '../approvals/index.ts'
import { describeChain } from './chain-rules.ts'
import type { InvoiceRow, TaskRow } from './store.ts'
import { taskHolder } from './task-rules.ts'

export interface BesideInvoice {
  readonly approval: RequestStanding | null
  readonly tasks: readonly TaskRow[]
  readonly now: number
}

/** How far a deal came, of the rows that tell of it. */
export const followChain = (row: InvoiceRow, { approval, tasks, now }: BesideInvoice): ChainLink[] =>
  describeChain(
    {
      ...row,
      acceptedAt: dayStart(row.quoteAcceptedOn),
      holder: row.changedBy,
      approval,
      tasks: tasks.map((task) => ({ state: task.state, since: task.since, holder: taskHolder(task) })),
    },
    now,
  )
