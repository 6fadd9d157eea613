import type { ActionKind } from '@countersign/shared/features/action-kinds'
import type { Policy } from '@countersign/shared/features/policy'
import type { Money } from '@countersign/shared/money'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, skipToken, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTRPC } from '../../lib/trpc.ts'
import { useMissingPermission } from '../../lib/use-me.ts'

const SETTLED_MS = 300

export const usePolicyVersions = () => {
  const trpc = useTRPC()
  return useQuery(trpc.policy.versions.queryOptions())
}

export interface WantedPolicy {
  readonly policy: Policy | null
  readonly inForce: Policy
}

/** The change in words and who has to sign it; asked anew when typing pauses, by those who may propose it. */
export const usePolicyPreview = ({ policy, inForce }: WantedPolicy) => {
  const trpc = useTRPC()
  const missing = useMissingPermission('policy.propose')
  const wanted = policy === null || JSON.stringify(policy) === JSON.stringify(inForce) ? null : policy
  const [settled] = useDebouncedValue(wanted, SETTLED_MS)
  const input = settled === null || missing !== undefined ? skipToken : { document: settled }
  const preview = useQuery(trpc.policy.preview.queryOptions(input))
  return { ...preview, isChanged: wanted !== null, isCurrent: settled === wanted && preview.data !== undefined }
}

export const useProposePolicy = (onAsked: (id: string) => void) => {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  return useMutation(
    trpc.policy.propose.mutationOptions({
      onSuccess: async ({ id }) => {
        await queryClient.invalidateQueries(trpc.approvals.pathFilter())
        onAsked(id)
      },
    }),
  )
}

export interface Trial {
  readonly policy: Policy
  readonly kind: ActionKind
  readonly amount: Money | null
  readonly teamId: string | null
  readonly requesterId: string
}

/** Invoices bill, everything else gives. */
const trialInput = ({ amount, ...rest }: Trial) =>
  rest.kind.startsWith('invoice.') ? { ...rest, billed: amount } : { ...rest, given: amount }

/** Who would have to approve this under that policy. Writes nothing. */
export const useTryOut = (trial: Trial | null) => {
  const trpc = useTRPC()
  const [settled] = useDebouncedValue(trial, SETTLED_MS)
  const input = settled === null || settled.requesterId === '' ? skipToken : trialInput(settled)
  return useQuery({ ...trpc.policy.tryOut.queryOptions(input), placeholderData: keepPreviousData })
}
