import type { Actor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import { findExecution, insertAttempt, listSteps, takeLease, updateExecution, writeStep } from './store.ts'

export interface Resolution {
  readonly actor: Actor
  readonly requestId: string
  readonly executionId: string
  /** What the person found out: it happened, or it did not. */
  readonly finding: 'happened' | 'did-not-happen'
  readonly reason: string
}

/**
 * A person's word on a step that Stripe can't prove. `happened`: the step counts as done; otherwise it is sent again under
 * a new key. Refuses with EXECUTION_NOT_WAITING or EXECUTION_TAKEN.
 */
export const resolveStep = async ({ db, clock }: Kernel, resolution: Resolution): Promise<void> => {
  const { actor, executionId, finding, reason, requestId } = resolution
  const now = clock.now()
  await inTransaction(db, async (tx) => {
    const execution = await findExecution(tx, executionId)
    const step = (await listSteps(tx, executionId)).find(({ state }) => state === 'unknown')
    if (execution?.state !== 'needs-person' || !step) throw new AppError('EXECUTION_NOT_WAITING')
    const { subjectKey } = execution
    const holder = `person:${actor.id}`
    const fence = await takeLease(tx, { subjectKey, holder, until: now, now })
    if (fence === null) throw new AppError('EXECUTION_TAKEN')
    const change =
      finding === 'happened'
        ? { state: 'done' as const, result: JSON.stringify({ onTheWordOf: actor.id }), endedAt: now }
        : { state: 'begun' as const, lastOutcome: 'absent' as const }
    await writeStep(tx, { ...step, ...change, begunAt: now })
    const { name, attempt, key } = step
    await insertAttempt(tx, {
      executionId,
      step: name,
      attempt,
      key,
      act: 'person',
      outcome: finding,
      detail: reason,
      begunAt: now,
      endedAt: now,
    })
    await updateExecution(tx, executionId, { state: 'running', problem: null, nextAt: now, endedAt: null })
    await recordAudit(tx, now, {
      actor,
      action: 'execution.resolved',
      subject: { kind: 'approval-request', id: executionId },
      reason,
      requestId,
      details: { step: name, finding },
    })
  })
}
