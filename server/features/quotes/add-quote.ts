import type { QuoteContent } from '@countersign/shared/features/quotes'
import type { StaffActor } from '../../kernel/actor.ts'
import { newId } from '../../kernel/ids.ts'
import type { Transaction } from '../../ports/database.ts'
import { recordAudit } from '../audit-log/index.ts'
import { columnsOf } from './row-rules.ts'
import { insertQuote } from './store.ts'
import { takeFingerprint } from './take-fingerprint.ts'

export interface Asking {
  readonly actor: StaffActor
  readonly requestId: string
}

export interface NewQuote {
  readonly content: QuoteContent
  readonly importId: string | null
  readonly now: number
}

/** Writes down a quote whose content was checked; null when its reference is here already. */
export const addQuote = async (
  tx: Transaction,
  { actor, requestId }: Asking,
  { content, importId, now }: NewQuote,
): Promise<string | null> => {
  const id = newId('quo', now)
  const row = {
    id,
    ...columnsOf(content),
    state: 'accepted',
    fingerprint: takeFingerprint(content),
    importId,
    recordedBy: actor.name,
    recordedAt: now,
    changedAt: now,
  } as const
  if (!(await insertQuote(tx, row, content.lines))) return null
  await recordAudit(tx, now, {
    actor,
    action: 'quote.recorded',
    subject: { kind: 'quote', id },
    ticket: content.ticket,
    requestId,
    details: {
      reference: content.reference,
      source: content.source,
      total: row.total,
      currency: content.currency,
      lines: content.lines.length,
      ...(importId === null ? {} : { import: importId }),
    },
    personal: { subjectName: `${content.reference}, ${content.customerName}` },
  })
  return id
}
