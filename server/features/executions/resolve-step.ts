import type { Actor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import type { Transaction } from '../../ports/database.ts'
import { announceWork } from '../../kernel/due-work.ts'
import { recordAudit } from '../audit-log/index.ts'
import {
  findExecution,
  insertAttempt,
  isAnotherRunning,
  listSteps,
  takeLease,
  updateExecution,
  writeStep,
} from './store.ts'
import { resultOnTheWordOf } from './word-rules.ts'

export interface Resolution {
  readonly actor: Actor
  /** The request in which it was said and countersigned. */
  readonly requestId: string
  readonly executionId: string
  /** What the person found out: it happened, or it did not. */
  readonly finding: 'happened' | 'did-not-happen'
  readonly reason: string
}

/**
 * A person's word on a step that Stripe can't prove. `happened`: the step counts as done; otherwise it is sent again under
 * a new key. Says whether anything was sent so far. Refuses with EXECUTION_NOT_WAITING or EXECUTION_TAKEN.
 */
export const resolveStep = async (
  { clock }: Pick<Kernel, 'clock'>,
  tx: Transaction,
  resolution: Resolution,
): Promise<{ isBegun: boolean }> => {
  const { actor, executionId, finding, reason, requestId } = resolution
  const now = clock.now()
  const execution = await findExecution(tx, executionId)
  const steps = await listSteps(tx, executionId)
  const step = steps.find(({ state }) => state === 'unknown')
  if (execution?.state !== 'needs-person' || !step) throw new AppError('EXECUTION_NOT_WAITING')
  const { subjectKey } = execution
  const fence = await takeLease(tx, { subjectKey, holder: `person:${actor.id}`, until: now, now })
  if (fence === null || (await isAnotherRunning(tx, execution))) throw new AppError('EXECUTION_TAKEN')
  const change =
    finding === 'happened'
      ? { state: 'done' as const, result: JSON.stringify(resultOnTheWordOf(requestId)), endedAt: now }
      : { state: 'begun' as const, lastOutcome: 'absent' as const }
  const resolved = { ...step, ...change, begunAt: now }
  await writeStep(tx, resolved)
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
  await updateExecution(tx, executionId, {
    state: 'running',
    problem: null,
    tries: 0,
    ownFaults: 0,
    nextAt: now,
    endedAt: null,
  })
  announceWork(tx, 'executions')
  await recordAudit(tx, now, {
    actor,
    action: 'execution.resolved',
    subject: { kind: 'approval-request', id: executionId },
    reason,
    requestId,
    details: { step: name, finding },
  })
  return { isBegun: [...steps, resolved].some((row) => row.state === 'done' || row.attempt > 0) }
}
