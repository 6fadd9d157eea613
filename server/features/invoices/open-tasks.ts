import type { SendFacts } from '@countersign/shared/features/invoice-sending'
import { newId } from '../../kernel/ids.ts'
import type { Transaction } from '../../ports/database.ts'
import type { InvoiceDocument } from '../../ports/payment-invoices.ts'
import { insertTask, type TaskRow } from './store.ts'
import { taskStateAfter } from './task-rules.ts'

interface Owed {
  readonly deliveries: SendFacts['deliveries']
  readonly status: InvoiceDocument['status']
  readonly now: number
}

/** A task for each thing that it sold, as its status lets it stand; told as the log notes them. */
export const openTasks = async (
  tx: Transaction,
  manualInvoiceId: string,
  { deliveries, status, now }: Owed,
): Promise<Array<Pick<TaskRow, 'id' | 'kind' | 'what' | 'state'>>> => {
  const opened: Array<Pick<TaskRow, 'id' | 'kind' | 'what' | 'state'>> = []
  for (const { kind, deliverOn, productStripeId, what } of deliveries) {
    const id = newId('ftk', now)
    const state = taskStateAfter({ deliverOn, doneAt: null, fulfilledBy: null }, status)
    const nobody = { doneAt: null, doneBy: null, fulfilledBy: null }
    await insertTask(tx, { id, manualInvoiceId, kind, deliverOn, productStripeId, what, state, since: now, ...nobody })
    opened.push({ id, kind, what, state })
  }
  return opened
}
