import type { RequestState } from '@countersign/shared/features/approvals'
import type { ShownRequest } from './shown-request.ts'
import type { Decision } from '@countersign/shared/features/countersignature'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '../../lib/trpc.ts'
import { useRequestKey } from '../../lib/use-request-key.ts'
import { type DecisionDoors, useCountersign } from './use-countersign.ts'

/** What lies over the card. */
export type Deed = 'approve' | 'reject' | 'ask' | 'answer' | 'comment' | 'again' | 'withdraw' | 'resolve' | 'fields'

export type Deeds = ReturnType<typeof useDeeds>

export interface DeedsGiven {
  readonly request: ShownRequest
  readonly doors: DecisionDoors
  /** Another request to look at: one that repeats this, or a word on what became of it. */
  readonly onOther: (id: string) => void
}

/** Everything that can be done with one request. One deed at a time; each answer is followed by a fresh reading. */
export const useDeeds = ({ request, doors, onOther }: DeedsGiven) => {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [deed, setDeed] = useState<Deed>()
  const [signed, setSigned] = useState<RequestState>()
  const { requestKey } = useRequestKey()
  const countersign = useCountersign(doors)
  const close = () => setDeed(undefined)
  const goTo = (id: string) => {
    close()
    onOther(id)
  }
  const onSettled = () => queryClient.invalidateQueries(trpc.approvals.pathFilter())
  const decide = useMutation({
    mutationFn: (word: { decision: Decision; comment: string | null }) => countersign({ request, ...word }),
    onMutate: () => setSigned(undefined),
    onSuccess: ({ state }) => setSigned(state),
    onSettled: close,
  })
  const comment = useMutation(trpc.approvals.comment.mutationOptions({ onSuccess: close, onSettled }))
  const withdraw = useMutation(trpc.approvals.withdraw.mutationOptions({ onSettled: () => [close(), onSettled()] }))
  const renew = useMutation(
    trpc.approvals.renew.mutationOptions({
      onSettled,
      onSuccess: ({ id }) => goTo(id),
    }),
  )
  return {
    deed,
    open: (next: Deed) => {
      comment.reset()
      renew.reset()
      withdraw.reset()
      setDeed(next)
    },
    close,
    goTo,
    decide,
    signed,
    comment,
    withdraw,
    renew,
    say: (kind: 'comment' | 'question' | 'answer', text: string) => comment.mutate({ id: request.id, kind, text }),
    again: (reason: string) => renew.mutate({ id: request.id, requestKey, reason }),
  }
}
