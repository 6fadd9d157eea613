import type { Json } from '@countersign/shared/canonical'
import { toIso } from '@countersign/shared/times'
import type { ActionInput } from './define-action.ts'
import type { RequestRow } from './store.ts'
import { subjectOf } from './subject-rules.ts'

export const makeInput = (row: RequestRow): ActionInput<Json, Json> => ({
  requestId: row.id,
  requesterId: row.requesterId,
  requestedAt: toIso(row.createdAt),
  subject: subjectOf(row),
  reason: row.reason,
  payload: JSON.parse(row.payload) as Json,
  facts: JSON.parse(row.facts) as Json,
})
