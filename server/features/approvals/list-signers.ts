import type { Queryable } from '../../ports/database.ts'
import { assert } from '../../kernel/errors.ts'
import { findRequest, listDecisions } from './store.ts'

export interface Signers {
  readonly requesterName: string
  readonly approverNames: readonly string[]
}

/** On whose word a request was carried out. */
export const listSigners = async (db: Queryable, requestId: string): Promise<Signers> => {
  const row = await findRequest(db, requestId)
  assert(row, `no request ${requestId}`)
  const decisions = (await listDecisions(db, [requestId])).get(requestId) ?? []
  const approvals = decisions.filter(({ decision }) => decision === 'approve')
  return { requesterName: row.requesterName, approverNames: approvals.map(({ staffName }) => staffName) }
}
