import type { Quote, QuoteContent } from '@countersign/shared/features/quotes'
import type { Kernel } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import { nextMoment } from './act-rules.ts'
import type { Asking } from './add-quote.ts'
import { checkContent } from './check-content.ts'
import { holdOpenQuote, type Meant } from './hold-open-quote.ts'
import { changedParts } from './quote-rules.ts'
import { readQuote } from './read-quote.ts'
import { requireNoTwin } from './require-no-twin.ts'
import { columnsOf, contentOf } from './row-rules.ts'
import { listLines, replaceLines, updateQuote } from './store.ts'
import { takeFingerprint } from './take-fingerprint.ts'

/** Puts other words and figures in its place, as long as nothing was invoiced from it. The log names what is otherwise. */
export const changeQuote = (
  kernel: Pick<Kernel, 'db' | 'clock'>,
  { actor, requestId }: Asking,
  {
    content,
    isTwinMeant = false,
    ...meant
  }: Meant & { readonly content: QuoteContent; readonly isTwinMeant?: boolean },
): Promise<Quote> => {
  checkContent(content)
  return inTransaction(kernel.db, async (tx) => {
    const row = await holdOpenQuote(tx, meant)
    const before = contentOf(row, await listLines(tx, row.id))
    const changed = changedParts(before, content)
    if (changed.length === 0) return readQuote(tx, row.id)
    const columns = columnsOf(content)
    const { referenceKey, sourceKey } = columns
    const isNamedAnew = referenceKey !== row.referenceKey || sourceKey !== row.sourceKey
    if (isNamedAnew) await requireNoTwin(tx, { id: row.id, referenceKey, sourceKey, isTwinMeant })
    const now = nextMoment(kernel.clock.now(), row.changedAt)
    await updateQuote(tx, row.id, { ...columns, fingerprint: takeFingerprint(content), changedAt: now })
    if (changed.includes('lines')) await replaceLines(tx, row.id, content.lines)
    await recordAudit(tx, now, {
      actor,
      action: 'quote.changed',
      subject: { kind: 'quote', id: row.id },
      ticket: content.ticket,
      requestId,
      details: {
        changed,
        before: { reference: row.reference, total: row.total, currency: row.currency },
        after: { reference: content.reference, total: columns.total, currency: content.currency },
      },
      personal: { subjectName: `${content.reference}, ${content.customerName}` },
    })
    return readQuote(tx, row.id)
  })
}
