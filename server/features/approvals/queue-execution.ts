import { canonicalJson, type Json } from '@countersign/shared/canonical'
import { toIso } from '@countersign/shared/times'
import type { Transaction } from '../../ports/database.ts'
import { beginExecution } from '../executions/index.ts'
import type { ActionInput } from './define-action.ts'
import type { RequestRow } from './store.ts'
import { subjectOf } from './subject-rules.ts'

/** In the transaction of the last word that was needed. */
export const queueExecution = async (tx: Transaction, row: RequestRow, now: number): Promise<void> => {
  const input: ActionInput<Json, Json> = {
    requestId: row.id,
    requesterId: row.requesterId,
    requestedAt: toIso(row.createdAt),
    subject: subjectOf(row),
    reason: row.reason,
    payload: JSON.parse(row.payload) as Json,
    facts: JSON.parse(row.facts) as Json,
  }
  await beginExecution(tx, {
    id: row.id,
    kind: row.kind,
    subjectKey: row.subjectKey,
    input: canonicalJson(JSON.parse(JSON.stringify(input)) as Json),
    requestedAt: row.createdAt,
    now,
  })
}
