import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { failureOf } from '../../lib/failure.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { checkDraft, errorsOf, type FieldErrors } from './draft-rules.ts'
import { useVerifyDraft, type VerifyDraft } from './verify-draft.ts'

export interface Verify {
  readonly ask: () => void
  readonly reset: () => void
  readonly isAsking: boolean
  readonly errors: FieldErrors
  /** A failure that belongs to no field. */
  readonly failure: unknown
}

interface Tried {
  readonly draft: VerifyDraft
  readonly errors: FieldErrors
}

/** An error stays on its field until what was wrong is changed. */
const stillWrong = (errors: FieldErrors, tried: VerifyDraft, now: VerifyDraft): FieldErrors => {
  const isSame = (field: string) => tried[field as keyof VerifyDraft] === now[field as keyof VerifyDraft]
  const holds = (field: string) => isSame(field) && (field !== 'teamId' || isSame('text'))
  return Object.fromEntries(Object.entries(errors).filter(([field]) => holds(field)))
}

/** Asks Stripe through the companion. The verdict is kept under its id; the page shows it by that id. */
export const useVerify = (onVerdict: (id: string) => void): Verify => {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const draft = useVerifyDraft()
  const [tried, setTried] = useState<Tried>()
  const verify = useMutation(
    trpc.teams.verify.mutationOptions({
      onSuccess: (verification) => {
        queryClient.setQueryData(trpc.teams.verification.queryKey({ id: verification.id }), verification)
        void queryClient.invalidateQueries(trpc.teams.mine.queryFilter())
        void queryClient.invalidateQueries(trpc.cases.pathFilter())
        void queryClient.invalidateQueries(trpc.teams.tickets.queryFilter({ teamId: verification.teamId }))
        // A page that was read before this proof would go on saying that there is none.
        void queryClient.invalidateQueries(trpc.subscriptions.teamPage.pathFilter())
        onVerdict(verification.id)
      },
    }),
  )
  const refused = verify.error ? errorsOf(failureOf(verify.error)) : {}
  const isOnField = Object.keys(refused).length > 0
  return {
    ask: () => {
      if (verify.isPending) return
      const asked = useVerifyDraft.getState()
      const { input, errors } = checkDraft(asked)
      setTried({ draft: asked, errors })
      if (input) verify.mutate(input)
      else verify.reset()
    },
    reset: () => {
      setTried(undefined)
      verify.reset()
    },
    isAsking: verify.isPending,
    errors: tried ? stillWrong({ ...refused, ...tried.errors }, tried.draft, draft) : {},
    failure: verify.error && !isOnField ? verify.error : undefined,
  }
}
