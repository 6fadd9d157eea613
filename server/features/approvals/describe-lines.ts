import type { RequestLine } from '@countersign/shared/features/approvals'
import { toIso } from '@countersign/shared/times'
import type { StaffActor } from '../../kernel/actor.ts'
import type { Queryable } from '../../ports/database.ts'
import { decisionRefusal, REFUSAL_WORDS, waitsFor } from './request-rules.ts'
import { readTarget } from './read-target.ts'
import { listComments, listDecisions, type RequestRow } from './store.ts'

/** Rows as the person who asks sees them, with the words and comments that their standing follows from. */
export const describeLines = async (
  db: Queryable,
  rows: readonly RequestRow[],
  { viewer, now }: { viewer: StaffActor; now: number },
): Promise<RequestLine[]> => {
  const ids = rows.map(({ id }) => id)
  const [decisions, comments] = [await listDecisions(db, ids), await listComments(db, ids)]
  const person = { id: viewer.id, isApprover: viewer.roles.includes('approver') }
  return rows.map((row) => {
    const words = decisions.get(row.id) ?? []
    const decidedBy = words.map(({ staffId }) => staffId)
    const refusal = decisionRefusal({ ...row, target: readTarget(row), decidedBy }, person, now)
    return {
      id: row.id,
      kind: row.kind,
      title: row.title,
      state: row.state,
      teamId: row.teamId,
      customerStripeId: row.customerStripeId,
      subjectName: row.subjectName,
      ticket: row.ticket,
      given:
        row.givenAmount === null || row.givenCurrency === null
          ? null
          : { amount: row.givenAmount, currency: row.givenCurrency },
      requesterId: row.requesterId,
      requesterName: row.requesterName,
      approversNeeded: row.approversNeeded,
      approvals: words.filter(({ decision }) => decision === 'approve').length,
      createdAt: toIso(row.createdAt),
      expiresAt: toIso(row.expiresAt),
      changedAt: toIso(row.changedAt),
      waitsFor: waitsFor(row.state, comments.get(row.id) ?? []),
      mayDecide: refusal === null,
      mayNotBecause: refusal === null ? null : REFUSAL_WORDS[refusal],
    }
  })
}
