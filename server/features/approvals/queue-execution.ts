import { canonicalJson, type Json } from '@countersign/shared/canonical'
import type { Transaction } from '../../ports/database.ts'
import { beginExecution } from '../executions/index.ts'
import { makeInput } from './make-input.ts'
import type { RequestRow } from './store.ts'

/** In the transaction of the last word that was needed. */
export const queueExecution = async (tx: Transaction, row: RequestRow, now: number): Promise<void> => {
  await beginExecution(tx, {
    id: row.id,
    kind: row.kind,
    subjectKey: row.subjectKey,
    // For whoever reads the record: what is carried out is read from the request itself.
    input: canonicalJson(JSON.parse(JSON.stringify(makeInput(row))) as Json),
    requestedAt: row.createdAt,
    now,
  })
}
