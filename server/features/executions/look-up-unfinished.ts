import { systemActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import { type Drive, driveExecutions } from './drive-executions.ts'
import type { ExecutionPlan } from './finish-execution.ts'
import { listSteps, listUnfinished, readGate, writeGate } from './store.ts'

/**
 * While paused after a restore: asks Stripe about every unfinished execution without sending anything, and lifts the pause
 * when each has its answer. One that Stripe can't be asked about keeps the pause.
 */
export const lookUpUnfinished = async (
  kernel: Kernel,
  plans: ReadonlyMap<string, ExecutionPlan>,
  drive: Drive,
): Promise<{ isPaused: boolean }> => {
  const { db, clock } = kernel
  const gate = await readGate(db)
  if (gate.pausedSince === null) return { isPaused: false }
  await driveExecutions(kernel, plans, drive)
  const unfinished = await listUnfinished(db)
  const running = new Set(unfinished.filter(({ state }) => state === 'running').map(({ subjectKey }) => subjectKey))
  for (const execution of unfinished) {
    // It can't begin before that one has ended, and is looked up then.
    if (execution.state === 'waiting' && running.has(execution.subjectKey)) continue
    const steps = await listSteps(db, execution.id)
    const isLookedUp =
      execution.mustLook === 0 || steps.some((step) => step.state !== 'begun' || step.lastOutcome === 'absent')
    if (!isLookedUp) return { isPaused: true }
  }
  await inTransaction(db, async (tx) => {
    await writeGate(tx, { pausedSince: null, reason: null })
    await recordAudit(tx, clock.now(), {
      actor: systemActor('executions'),
      action: 'executions.resumed',
      subject: { kind: 'companion', id: 'executions' },
      details: { pausedSince: gate.pausedSince },
    })
  })
  return { isPaused: false }
}
