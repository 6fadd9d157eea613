import { skipToken, useMutation, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTRPC } from '../../lib/trpc.ts'
import { useForgetQuotes } from './use-quotes.ts'

const ASKED_EVERY_MS = 400

/** An import as the companion carries it out: followed until it ended, wherever it was begun. */
export const useImport = (runId: string | undefined) => {
  const trpc = useTRPC()
  const forget = useForgetQuotes()
  const run = useQuery({
    ...trpc.quotes.followImport.queryOptions(runId === undefined ? skipToken : { id: runId }),
    refetchInterval: ({ state: { data } }) => (data === undefined || data.state === 'running' ? ASKED_EVERY_MS : false),
  })
  const ended = run.data !== undefined && run.data.state !== 'running'
  useEffect(() => {
    if (ended) void forget()
  }, [ended, forget])
  const cancel = useMutation(trpc.quotes.cancelImport.mutationOptions({ onSuccess: () => run.refetch() }))
  return { run, cancel: () => runId !== undefined && cancel.mutate({ id: runId }) }
}

/** What the file would add; read once it arrived as a whole. */
export const useImportPreview = (uploadId: string | undefined) =>
  useQuery({
    ...useTRPC().quotes.previewImport.queryOptions(uploadId === undefined ? skipToken : { uploadId }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })

/** One that this person began and that still runs, also from another window. */
export const useRunningImport = (isWanted: boolean): string | undefined => {
  const latest = useQuery({ ...useTRPC().quotes.latestImport.queryOptions(), enabled: isWanted }).data
  return latest?.state === 'running' ? latest.id : undefined
}
