import { isDeepStrictEqual } from 'node:util'
import type { Actor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { SAME_LOOK_MS } from './page-rules.ts'
import { parseDetails } from './parse-details.ts'
import { recordAudit } from './record-audit.ts'
import { recentDetails } from './store.ts'

export interface Reader {
  readonly actor: Actor
  readonly requestId: string
}

/** Reading the log is in the log: once per person and view in a while, however many pages of it are turned. */
export const recordLook = (
  { db, clock }: Pick<Kernel, 'db' | 'clock'>,
  reader: Reader,
  filter: Readonly<Record<string, unknown>>,
): Promise<void> =>
  inTransaction(db, async (tx) => {
    const at = clock.now()
    const action = 'audit.opened'
    const recent = await recentDetails(tx, { actorId: reader.actor.id, action, since: at - SAME_LOOK_MS })
    if (recent.some((text) => isDeepStrictEqual(parseDetails(text).filter, filter))) return
    await recordAudit(tx, at, { ...reader, action, subject: { kind: 'audit-log', id: 'chain' }, details: { filter } })
  })
