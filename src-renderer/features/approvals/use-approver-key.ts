import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { ApproverKey } from '../../lib/browser-key.ts'
import { approverKeyOf } from '../../lib/approver-key.ts'
import { desktop } from '../../lib/desktop.ts'
import { DeskFailure, failureFrom } from '../../lib/failure.ts'
import { useTRPC, useTRPCClient } from '../../lib/trpc.ts'
import { useMe } from '../../lib/use-me.ts'
import { keys as words } from '../../messages/keys.ts'
import { readKeyStanding } from './key-standing.ts'

/** The signed-in person's key on this device; null until it is known who that is. */
export const useApproverKey = (): ApproverKey | null => {
  const staffId = useMe()?.staff.id
  return useMemo(() => (staffId === undefined ? null : approverKeyOf(desktop, staffId)), [staffId])
}

export const useKeyStanding = () => {
  const client = useTRPCClient()
  const trpc = useTRPC()
  const key = useApproverKey()
  const staffId = useMe()?.staff.id ?? null
  return useQuery({
    // Beside the companion's own answers about keys, so that they are read anew together.
    queryKey: [...trpc.approverKeys.pathKey(), 'here-and-there', staffId],
    queryFn: () => (key ? readKeyStanding(client, key) : null),
    enabled: key !== null,
  })
}

export interface Enrolling {
  readonly label: string
  readonly requestKey: string
}

/** Makes a key where there is none that could be enrolled, and offers its public half to the companion. */
export const useEnrolKey = (confirm: () => Promise<boolean>) => {
  const client = useTRPCClient()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const key = useApproverKey()
  return useMutation({
    mutationFn: async ({ label, requestKey }: Enrolling) => {
      if (!key) throw new DeskFailure(failureFrom('SIGN_IN_REQUIRED'))
      const { companionId, state } = await readKeyStanding(client, key)
      if (!(await confirm())) throw new DeskFailure(failureFrom('CONFIRMATION_NEEDED'))
      const { enrolment } = await key.create({ companionId, isReplacing: state === 'ended' })
      const ask = { requestKey, reason: words.reason(label), isTwinMeant: false }
      return client.approverKeys.enrol.mutate({ enrolment, label, ask })
    },
    onSettled: async () => {
      await queryClient.invalidateQueries(trpc.approverKeys.pathFilter())
      await queryClient.invalidateQueries(trpc.approvals.pathFilter())
    },
  })
}
