import { findLostCheckpoint } from '../features/audit-log/index.ts'
import { markRestored } from '../features/executions/index.ts'
import { systemActor } from '../kernel/actor.ts'
import type { Kernel } from '../kernel/context.ts'
import type { CheckpointSink } from '../ports/checkpoint-sink.ts'

/**
 * A database that doesn't know the newest checkpoint kept outside it is older than what was done with it: money that it
 * takes for unmoved may have moved. A sink that can't be read is no reason not to start; it is told in the log.
 */
export const pauseAfterRestore = async (kernel: Kernel, sink: CheckpointSink): Promise<void> => {
  const lost = await findLostCheckpoint(kernel.db, sink).catch((err: unknown) => {
    kernel.log.error(
      { err, sink: sink.name },
      'whether the database was restored can’t be told: the sink can’t be read',
    )
    return null
  })
  if (lost === null) return
  const reason = `Checkpoint ${lost.sequence}, kept in ${sink.name}, is not in the database.`
  const { unfinished } = await markRestored(kernel, systemActor('start'), reason)
  kernel.log.warn({ unfinished }, 'executions: paused until each unfinished one has been looked up at Stripe')
}
