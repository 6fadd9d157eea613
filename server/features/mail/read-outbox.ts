import type { Outbox } from '@countersign/shared/features/mail'
import { toIso } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { INTERRUPTED, NO_SERVER, SENDING_AT_MOST_MS } from './mail-rules.ts'
import { countMails, listMails, type MailRow } from './store.ts'

const LISTED = 100

/** Why a mail isn't with its reader, as things stand: also where nobody has got round to writing that down. */
const problemOf = (row: MailRow, hasServer: boolean, now: number): string | null => {
  if (row.state === 'waiting' && !hasServer) return NO_SERVER
  return row.state === 'sending' && row.changedAt < now - SENDING_AT_MOST_MS ? INTERRUPTED : row.problem
}

/** What the companion wanted to tell by mail and what became of it, newest first. Bodies stay where they are. */
export const readOutbox = async (kernel: Kernel): Promise<Outbox> => {
  const { mailFrom } = kernel.settings
  const now = kernel.clock.now()
  const counts = await countMails(kernel.db)
  const rows = await listMails(kernel.db, LISTED)
  const count = (state: MailRow['state']) => counts.get(state) ?? 0
  return {
    from: mailFrom,
    counts: { waiting: count('waiting') + count('sending'), sent: count('sent'), failed: count('failed') },
    mails: rows.map((row) => ({
      id: row.id,
      to: row.address,
      subject: row.subject,
      state: row.state,
      attempts: row.attempts,
      problem: problemOf(row, mailFrom !== null, now),
      dueAt: row.state === 'waiting' && mailFrom !== null ? toIso(row.dueAt) : null,
      createdAt: toIso(row.createdAt),
      changedAt: toIso(row.changedAt),
    })),
  }
}
