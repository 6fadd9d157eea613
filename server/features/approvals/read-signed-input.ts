import type { Json } from '@countersign/shared/canonical'
import { decisionContent } from '@countersign/shared/features/countersignature'
import { contentHash } from '../../kernel/fingerprint.ts'
import type { ActionInput } from './define-action.ts'
import { makeInput } from './make-input.ts'
import type { RequestRow } from './store.ts'

/** What is carried out, from the request itself; null when that no longer has the hashes that the approvers signed. */
export const readSignedInput = (row: RequestRow): ActionInput<Json, Json> | null => {
  const input = makeInput(row)
  const { payload, facts } = input
  const isAsSigned =
    contentHash(decisionContent({ ...row, payload })) === row.payloadHash && contentHash(facts) === row.factsHash
  return isAsSigned ? input : null
}
