import type { InvoiceHistory } from '@countersign/shared/features/receivables'
import { toIso } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { listPastRequests } from '../approvals/index.ts'
import { invoiceOfRequest } from './invoice-request-rules.ts'
import { asLetter } from './reminder-rules.ts'
import { findReceivable, listNotes, listReminders } from './store.ts'

const ALWAYS = toIso(0)

/** Who was reminded when, what was noted, and what was asked for with one invoice; each newest first. */
export const readHistory = async (kernel: Pick<Kernel, 'db'>, invoiceStripeId: string): Promise<InvoiceHistory> => {
  const { db } = kernel
  const row = await findReceivable(db, invoiceStripeId)
  if (!row) throw new AppError('NOT_FOUND')
  const { customerStripeId } = row
  const requests = await listPastRequests(kernel, { customerStripeId, since: ALWAYS })
  const reminders = await listReminders(db, invoiceStripeId)
  const notes = await listNotes(db, invoiceStripeId)
  return {
    reminders: reminders.map(({ id, letter, staffName: byName, at, mailState }) => ({
      id,
      letter: asLetter(letter),
      byName,
      at: toIso(at),
      mail: mailState ?? 'forgotten',
    })),
    notes: notes.map(({ id, text, promisedOn, staffName: byName, at }) => ({
      id,
      text,
      promisedOn,
      byName,
      at: toIso(at),
    })),
    requests: requests
      .filter(({ kind, payload }) => invoiceOfRequest(kind, payload) === invoiceStripeId)
      .map(({ id, kind, title, state, requesterName, createdAt: at }) => ({
        id,
        kind,
        title,
        state,
        requesterName,
        at,
      })),
  }
}
