import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Kernel } from '../../kernel/context.ts'
import { tellWork } from '../../kernel/due-work.ts'
import { GatewayError } from '../../kernel/errors.ts'
import { type KeptFrom, keepEvents, type Keeping } from './keep-events.ts'
import { inOneCommit } from './store.ts'

export interface Inbox {
  /** Resolves once the event is durable: true when it is new. Rejects when it could not be kept. */
  accept(kept: KeptFrom): Promise<boolean>
}

interface Waiting {
  readonly kept: KeptFrom
  readonly resolve: (isNew: boolean) => void
  readonly reject: (reason: unknown) => void
}

const MOST_IN_A_GROUP = 128

/** Many deliveries share one commit: those that come in while one is being written make up the next. */
export const openInbox = ({ db, clock }: Pick<Kernel, 'db' | 'clock'>, isWanted: Keeping['isWanted']): Inbox => {
  const waiting: Waiting[] = []
  let isWriting = false

  const write = async (group: readonly Waiting[]): Promise<Set<string>> => {
    const kept = group.map((each) => each.kept)
    const fresh = await inOneCommit(db, (one) => keepEvents(one, kept, { at: clock.now(), isWanted }))
    if (fresh.size > 0) tellWork('events')
    return fresh
  }

  const settle = async (group: readonly Waiting[]): Promise<void> => {
    try {
      const fresh = await write(group)
      // The same event twice in one group: the first of them brought it.
      for (const { kept, resolve } of group) resolve(fresh.delete(kept.event.stripeId))
    } catch (error) {
      // One that can't be written must not take the others with it; a database that is away takes them all.
      if (group.length === 1 || error instanceof GatewayError) return group.forEach(({ reject }) => reject(error))
      for (const each of group) await settle([each])
    }
  }

  // A database in this very thread would else write each by itself: the others still lie in their sockets.
  const gather = async (): Promise<void> => {
    for (let before = 0; waiting.length > before && waiting.length < MOST_IN_A_GROUP; ) {
      before = waiting.length
      await nextTurn()
    }
  }

  const flush = async (): Promise<void> => {
    isWriting = true
    while (waiting.length > 0) {
      await gather()
      await settle(waiting.splice(0, MOST_IN_A_GROUP))
    }
    isWriting = false
  }

  return {
    accept: (kept) => {
      const { promise, resolve, reject } = Promise.withResolvers<boolean>()
      waiting.push({ kept, resolve, reject })
      if (!isWriting) void flush()
      return promise
    },
  }
}
