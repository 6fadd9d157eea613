import type { Replayed } from '@countersign/shared/features/webhooks'
import type { Actor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { announceWork } from '../../kernel/due-work.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import { findEvent, queueSubjects, requeueFailed } from './store.ts'

export interface Replay {
  readonly actor: Actor
  readonly requestId: string | null
  readonly ids: readonly string[]
}

/** Has failed events tried again, each for itself: one that can't be replayed leaves the others alone. */
export const replayEvents = async (
  { db, clock }: Pick<Kernel, 'db' | 'clock'>,
  { actor, requestId, ids }: Replay,
): Promise<Replayed> => {
  const now = clock.now()
  const replayOne = (id: string) =>
    inTransaction(db, async (tx) => {
      const event = await requeueFailed(tx, id)
      if (!event) return { id, outcome: (await findEvent(tx, id)) ? ('not-failed' as const) : ('unknown' as const) }
      await queueSubjects(tx, [event.subjectKey], now)
      announceWork(tx, 'events')
      const details = { type: event.type, object: event.objectStripeId }
      const subject = { kind: 'stripe-event', id }
      await recordAudit(tx, now, { actor, action: 'event.replayed', subject, requestId, details })
      return { id, outcome: 'waiting' as const }
    })
  const results = []
  for (const id of new Set(ids)) results.push(await replayOne(id))
  return { results }
}
