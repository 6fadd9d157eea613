import type { Actor } from '../../kernel/actor.ts'
import type { Transaction } from '../../ports/database.ts'
import { recordAudit } from '../audit-log/index.ts'
import { noteOf } from './note-rules.ts'
import { readLicenseTask } from './read-license-task.ts'
import { updateTask } from './store.ts'

export interface Fulfilment {
  readonly actor: Actor
  readonly requestId: string | null
  readonly taskId: string
  readonly licenseId: string
  readonly now: number
}

/**
 * Has a license fulfil its task: done where it is open, and by the payment itself where it waits for that. Refuses as
 * `readLicenseTask` does, so that one task never gets two licenses.
 */
export const fulfilTask = async (
  tx: Transaction,
  { actor, requestId, taskId, licenseId, now }: Fulfilment,
): Promise<void> => {
  const { task, invoice } = await readLicenseTask(tx, taskId)
  const done = task.state === 'open' ? { state: 'done' as const, since: now, doneAt: now } : {}
  await updateTask(tx, taskId, { ...done, doneBy: actor.name, fulfilledBy: licenseId })
  await recordAudit(tx, now, {
    actor,
    requestId,
    action: 'fulfilment.done',
    ...noteOf(invoice, { task: taskId, kind: task.kind, what: task.what, by: licenseId }),
  })
}
