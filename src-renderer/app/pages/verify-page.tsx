import type { Verification } from '@countersign/shared/features/teams'
import { skipToken, useIsMutating, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
import { PageHead } from '../../components/PageHead.tsx'
import { changeDraft, EMPTY_DRAFT, isEmptyDraft, useVerifyDraft } from '../../features/teams/verify-draft.ts'
import { VerifyPanel } from '../../features/teams/VerifyPanel.tsx'
import { clockText } from '../../lib/dates.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { usePageTitle } from '../../lib/use-page-title.ts'
import { desk } from '../../messages/desk.ts'
import { verify as words } from '../../messages/verify.ts'

/** A deep link names team and ticket: they become the question, and leave the address. */
const usePrefill = (): void => {
  const { team, ticket } = useSearch({ from: '/verify' })
  const navigate = useNavigate()
  useEffect(() => {
    if (team === undefined && ticket === undefined) return
    changeDraft({ ...EMPTY_DRAFT, teamId: team ?? '', ticket: ticket ?? '' })
    void navigate({ to: '/verify', search: {}, replace: true })
  }, [team, ticket, navigate])
}

const useVerdict = () => {
  const trpc = useTRPC()
  const { id } = useSearch({ from: '/verify' })
  const verification = useQuery(trpc.teams.verification.queryOptions(id === undefined ? skipToken : { id }))
  const { data } = verification
  // A verdict opened from a list brings its question back, unless another is being written.
  useEffect(() => {
    if (data && isEmptyDraft(useVerifyDraft.getState())) changeDraft({ teamId: data.teamId, ticket: data.ticket })
  }, [data])
  return {
    verification: id === undefined ? undefined : data,
    isReading: verification.isLoading,
    error: verification.error,
  }
}

const askedText = ({ at, asked, strength }: Verification): string => {
  const time = clockText(at, 'seconds')
  return strength === 'unverified'
    ? words.askedInVain(time, asked.durationMs)
    : words.asked(time, asked.objects, asked.durationMs)
}

export const VerifyPage = () => {
  usePageTitle(desk.pages.verify)
  usePrefill()
  const navigate = useNavigate()
  const { verification, isReading, error } = useVerdict()
  const isAsking = useIsMutating({ mutationKey: useTRPC().teams.verify.mutationKey() }) > 0
  return (
    <>
      <PageHead
        title={desk.pages.verify}
        lead={words.lead}
        {...(verification && !isAsking ? { end: askedText(verification) } : {})}
      />
      <VerifyPanel
        verification={verification}
        readError={error}
        isReading={isReading}
        onVerdict={(id) => void navigate({ to: '/verify', search: { id } })}
      />
    </>
  )
}
