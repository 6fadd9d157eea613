import type { NoteInput } from '@countersign/shared/features/receivables'
import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { newId } from '../../kernel/ids.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import { findReceivable, insertNote } from './store.ts'

/** The same note on each of them, or on none: NOT_FOUND for an invoice that never was a receivable. Notes are never edited. */
export const addNotes = (
  { db, clock }: Pick<Kernel, 'db' | 'clock'>,
  by: { readonly actor: StaffActor; readonly requestId: string },
  { invoiceStripeIds, text, promisedOn }: NoteInput,
): Promise<void> =>
  inTransaction(db, async (tx) => {
    const at = clock.now()
    for (const invoiceStripeId of new Set(invoiceStripeIds)) {
      const row = await findReceivable(tx, invoiceStripeId)
      if (!row) throw new AppError('NOT_FOUND', { detail: invoiceStripeId })
      const { id: staffId, name: staffName } = by.actor
      await insertNote(tx, { id: newId('inn', at), invoiceStripeId, text, promisedOn, staffId, staffName, at })
      await recordAudit(tx, at, {
        ...by,
        action: promisedOn === null ? 'invoice.commented' : 'invoice.promised',
        subject: { kind: 'invoice', id: invoiceStripeId },
        details: { customer: row.customerStripeId, promisedOn },
        // What a person writes about a person can be erased.
        personal: { note: text },
      })
    }
  })
