import type { CaseEventKind } from '@countersign/shared/features/cases'
import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { newId } from '../../kernel/ids.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import { type CaseRow, countOpenRequests, insertEvent, lockCase, updateCase } from './store.ts'

export interface CaseDeed {
  readonly kind: Extract<CaseEventKind, 'taken' | 'noted' | 'closed'>
  readonly ticket: string
  readonly text: string | null
}

const changeOf = ({ kind }: CaseDeed, { id, name }: StaffActor, now: number): Partial<CaseRow> => {
  if (kind === 'taken') return { holderId: id, holderName: name }
  return kind === 'closed' ? { closedAt: now } : {}
}

/** A note may be added to a closed case: the answer to a closed ticket is still about it. */
const isPossible = ({ kind }: CaseDeed, { closedAt }: CaseRow): boolean => kind === 'noted' || closedAt === null

/**
 * Takes a case over, adds a note to it, or closes it with its ticket. Refuses with NOT_FOUND, CASE_CLOSED, and CASE_WAITS
 * while something that was asked for on the ticket isn't over.
 */
export const changeCase = (
  kernel: Pick<Kernel, 'db' | 'clock'>,
  { actor, requestId }: { readonly actor: StaffActor; readonly requestId: string },
  deed: CaseDeed,
): Promise<void> =>
  inTransaction(kernel.db, async (tx) => {
    const { kind, ticket, text } = deed
    const row = await lockCase(tx, kernel.db.kind, ticket)
    if (!row) throw new AppError('NOT_FOUND')
    if (!isPossible(deed, row)) throw new AppError('CASE_CLOSED')
    if (kind === 'closed' && (await countOpenRequests(tx, [ticket])).length > 0) throw new AppError('CASE_WAITS')
    const now = kernel.clock.now()
    await updateCase(tx, ticket, { ...changeOf(deed, actor, now), changedAt: now })
    await insertEvent(tx, {
      id: newId('cev', now),
      ticket,
      kind,
      staffId: actor.id,
      staffName: actor.name,
      text,
      at: now,
    })
    await recordAudit(tx, now, {
      actor,
      action: `case.${kind}`,
      subject: { kind: 'case', id: ticket },
      ticket,
      requestId,
      details: { team: row.teamId, customer: row.customerStripeId },
      // What people write in a note may name somebody: it stays erasable.
      personal: { ...(row.customerName ? { subjectName: row.customerName } : {}), ...(text === null ? {} : { text }) },
    })
  })
