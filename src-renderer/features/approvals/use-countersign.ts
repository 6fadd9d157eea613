import type { ShownRequest } from './shown-request.ts'
import { type Decision, decisionContentSchema, signingSchema } from '@countersign/shared/features/countersignature'
import { useQueryClient } from '@tanstack/react-query'
import type { ApproverKey } from '../../lib/browser-key.ts'
import { DeskFailure, failureFrom } from '../../lib/failure.ts'
import { useTRPC, useTRPCClient } from '../../lib/trpc.ts'
import { readKeyStanding } from './key-standing.ts'
import { useApproverKey } from './use-approver-key.ts'

export interface DecisionDoors {
  /** Signing in again; false when it was closed. */
  readonly confirm: () => Promise<boolean>
  /** A key on this device; false when there is none that countersigns afterwards. */
  readonly enrol: () => Promise<boolean>
}

export interface Word {
  readonly request: ShownRequest
  readonly decision: Decision
  readonly comment: string | null
}

/** What is displayed, as the device hashes it: it takes nothing from the companion's own hashes. */
const signingOf = ({ request, decision }: Word) => {
  const { companionId, id: requestId, kind, teamId, customerStripeId, payload, facts, policyVersion } = request
  const content = decisionContentSchema.parse({ kind, teamId, customerStripeId, payload })
  return signingSchema.parse({ companionId, requestId, decision, content, facts, policyVersion })
}

const cancelled = () => new DeskFailure(failureFrom('SIGNING_CANCELLED'))

const needKey = async (client: ReturnType<typeof useTRPCClient>, key: ApproverKey, { enrol }: DecisionDoors) => {
  const { state } = await readKeyStanding(client, key)
  // One that waits is shown as such by the enrolment; it can't be hurried from here.
  if (state === 'active') return
  if (state === 'waiting') throw new DeskFailure(failureFrom('KEY_NOT_ENROLLED'))
  if (!(await enrol())) throw cancelled()
}

/**
 * An approver's word: a key that countersigns, the person confirmed, the device's own signature, then the companion.
 * Resolves to the state that the request is in afterwards; rejects as a call does. Nothing is shown before the answer.
 */
export const useCountersign = (doors: DecisionDoors) => {
  const client = useTRPCClient()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const key = useApproverKey()
  return async (word: Word) => {
    if (!key) throw new DeskFailure(failureFrom('SIGN_IN_REQUIRED'))
    await needKey(client, key, doors)
    if (!(await doors.confirm())) throw cancelled()
    const { place: _place, ...countersignature } = await key.sign(signingOf(word))
    const { request, decision, comment } = word
    try {
      return await client.approvals.decide.mutate({ id: request.id, decision, comment, countersignature })
    } finally {
      await queryClient.invalidateQueries(trpc.approvals.pathFilter())
    }
  }
}
