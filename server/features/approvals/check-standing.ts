import { countersignatureSchema } from '@countersign/shared/features/countersignature'
import type { Difference } from '@countersign/shared/features/approvals'
import type { Kernel } from '../../kernel/context.ts'
import { companionIdOf } from '../../kernel/fingerprint.ts'
import { readStanding } from '../staff/index.ts'
import { checkCountersignature } from './check-countersignature.ts'
import { standingRefusal, STANDING_WORDS } from './request-rules.ts'
import { readTarget } from './read-target.ts'
import { type DecisionRow, findKey, listDecisions, type RequestRow } from './store.ts'

const gone = (what: string, now: string): Difference => ({ what, was: 'in force', now })

const faultOf = async (kernel: Kernel, request: RequestRow, row: DecisionRow): Promise<Difference | null> => {
  const key = await findKey(kernel.db, row.keyId)
  const whose = `The word of ${row.staffName}`
  if (!key || key.staffId !== row.staffId) return gone(whose, 'by a key that is not theirs')
  const statement = JSON.parse(row.message) as unknown
  const parsed = countersignatureSchema.safeParse({ statement, signature: row.signature })
  if (!parsed.success) return gone(whose, 'cannot be read')
  const verdict = checkCountersignature(
    parsed.data,
    {
      companionId: companionIdOf(kernel.keys),
      requestId: request.id,
      decision: 'approve',
      payloadHash: request.payloadHash,
      factsHash: request.factsHash,
      policyVersion: request.policyVersion,
      receivedAt: row.at,
    },
    key,
  )
  return verdict.isValid ? null : gone(whose, `does not hold: ${verdict.fault}`)
}

/**
 * Whether the words that a request was approved on still stand: enough of them, each with a signature over exactly this
 * request, by people who are approvers now and have a say in it, and a requester who is still with us. What doesn't is told as a difference.
 */
export const checkStanding = async (kernel: Kernel, request: RequestRow): Promise<Difference[]> => {
  const differences: Difference[] = []
  if (!(await readStanding(kernel.db, request.requesterId)).isActive)
    differences.push({ what: 'Requester', was: request.requesterName, now: 'no longer with the desk' })
  const decisions = (await listDecisions(kernel.db, [request.id])).get(request.id) ?? []
  const target = readTarget(request)
  const words = decisions.filter(({ decision }) => decision === 'approve')
  for (const word of words) {
    const person = await readStanding(kernel.db, word.staffId)
    if (!person.isActive || !person.roles.includes('approver'))
      differences.push(gone(`The word of ${word.staffName}`, 'no longer an approver'))
    const refusal = standingRefusal({ ...request, target }, word.staffId)
    if (refusal) differences.push(gone(`The word of ${word.staffName}`, STANDING_WORDS[refusal]))
    const fault = await faultOf(kernel, request, word)
    if (fault) differences.push(fault)
  }
  if (words.length < request.approversNeeded)
    differences.push({ what: 'Approvers', was: String(request.approversNeeded), now: String(words.length) })
  return differences
}
