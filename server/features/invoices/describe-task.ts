import type { FulfilmentTask } from '@countersign/shared/features/invoice-work'
import { toIso } from '@countersign/shared/times'
import type { InvoiceRow, TaskRow } from './store.ts'
import { isStuckAt } from './stuck-rules.ts'
import { taskHolder, taskWords } from './task-rules.ts'

type OfInvoice = Pick<InvoiceRow, 'quoteReference' | 'customerName' | 'teamId'>

export const describeTask = (task: TaskRow, invoice: OfInvoice, now: number): FulfilmentTask => {
  const { id, manualInvoiceId, kind, deliverOn, what, state, since, doneBy, fulfilledBy } = task
  const { quoteReference, customerName, teamId } = invoice
  return {
    id,
    manualInvoiceId,
    quoteReference,
    customerName,
    teamId,
    kind,
    deliverOn,
    what,
    state,
    words: taskWords(task),
    holder: taskHolder(task),
    since: toIso(since),
    isStuck: state === 'open' && isStuckAt('undelivered', since, now),
    doneBy,
    fulfilledBy,
  }
}
