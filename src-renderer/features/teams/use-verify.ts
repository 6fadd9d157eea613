import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { failureOf } from '../../lib/failure.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { checkDraft, errorsOf, type FieldErrors } from './draft-rules.ts'
import { useVerifyDraft } from './verify-draft.ts'

export interface Verify {
  readonly ask: () => void
  readonly reset: () => void
  readonly isAsking: boolean
  readonly errors: FieldErrors
  /** A failure that belongs to no field. */
  readonly failure: unknown
}

/** Asks Stripe through the companion. The verdict is kept under its id; the page shows it by that id. */
export const useVerify = (onVerdict: (id: string) => void): Verify => {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [wrong, setWrong] = useState<FieldErrors>({})
  const verify = useMutation(
    trpc.teams.verify.mutationOptions({
      onSuccess: (verification) => {
        queryClient.setQueryData(trpc.teams.verification.queryKey({ id: verification.id }), verification)
        void queryClient.invalidateQueries(trpc.teams.mine.queryFilter())
        void queryClient.invalidateQueries(trpc.teams.tickets.queryFilter({ teamId: verification.teamId }))
        onVerdict(verification.id)
      },
    }),
  )
  const refused = verify.error ? errorsOf(failureOf(verify.error)) : {}
  const isOnField = Object.keys(refused).length > 0
  return {
    ask: () => {
      if (verify.isPending) return
      const { input, errors } = checkDraft(useVerifyDraft.getState())
      setWrong(errors)
      if (input) verify.mutate(input)
    },
    reset: () => {
      setWrong({})
      verify.reset()
    },
    isAsking: verify.isPending,
    errors: { ...refused, ...wrong },
    failure: verify.error && !isOnField ? verify.error : undefined,
  }
}
