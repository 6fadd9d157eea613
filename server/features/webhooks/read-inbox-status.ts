import type { InboxStatus } from '@countersign/shared/features/webhooks'
import { toIso } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { countInState, readCatchUp, readEdges } from './store.ts'

const isoOrNull = (at: number | null): string | null => (at === null ? null : toIso(at))

/** How fresh what was heard is: for the inbox's head, the health strip and the metrics. */
export const readInboxStatus = async ({ db, clock }: Pick<Kernel, 'db' | 'clock'>): Promise<InboxStatus> => {
  const { heardAt, oldestWaitingAt } = await readEdges(db)
  const { endedAt, found } = await readCatchUp(db)
  const waitedMs = oldestWaitingAt === null ? 0 : Math.max(0, clock.now() - oldestWaitingAt)
  return {
    heardAt: isoOrNull(heardAt),
    waiting: await countInState(db, 'waiting'),
    oldestWaitingSeconds: Math.floor(waitedMs / 1000),
    failed: await countInState(db, 'failed'),
    listedAt: isoOrNull(endedAt),
    missed: found,
  }
}
