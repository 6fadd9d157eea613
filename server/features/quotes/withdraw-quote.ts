import type { Quote } from '@countersign/shared/features/quotes'
import type { Kernel } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import { nextMoment } from './act-rules.ts'
import type { Asking } from './add-quote.ts'
import { holdOpenQuote, type Meant } from './hold-open-quote.ts'
import { readQuote } from './read-quote.ts'
import { updateQuote } from './store.ts'

export interface Withdrawal extends Meant {
  readonly reason: string
  /** Takes a withdrawal back. */
  readonly isBack: boolean
}

/** Nothing can be invoiced from a withdrawn quote; it keeps its reference, and the withdrawal can be taken back. */
export const withdrawQuote = (
  kernel: Pick<Kernel, 'db' | 'clock'>,
  { actor, requestId }: Asking,
  { reason, isBack, ...meant }: Withdrawal,
): Promise<Quote> =>
  inTransaction(kernel.db, async (tx) => {
    const row = await holdOpenQuote(tx, meant, isBack ? 'withdrawn' : 'accepted')
    const now = nextMoment(kernel.clock.now(), row.changedAt)
    await updateQuote(tx, row.id, { state: isBack ? 'accepted' : 'withdrawn', changedAt: now })
    await recordAudit(tx, now, {
      actor,
      action: isBack ? 'quote.taken-back' : 'quote.withdrawn',
      subject: { kind: 'quote', id: row.id },
      ticket: row.ticket,
      requestId,
      reason,
      details: { reference: row.reference, total: row.total, currency: row.currency },
      personal: { subjectName: `${row.reference}, ${row.customerName}` },
    })
    return readQuote(tx, row.id)
  })
