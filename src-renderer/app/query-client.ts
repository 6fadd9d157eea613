import { HOUR_MS } from '@countersign/shared/times'
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { noteAnswer, noteFailure } from '../lib/connection.ts'
import { failureOf, isUnreachable } from '../lib/failure.ts'

/**
 * What was read stays readable for the day's work, in memory only. `always`: the companion may be on this machine, so the
 * browser's own idea of being online says nothing, and a paused mutation would be a change queued in silence.
 */
export const createQueryClient = (): QueryClient =>
  new QueryClient({
    queryCache: new QueryCache({ onSuccess: noteAnswer, onError: noteFailure }),
    mutationCache: new MutationCache({ onSuccess: noteAnswer, onError: noteFailure }),
    defaultOptions: {
      queries: {
        networkMode: 'always',
        staleTime: 15_000,
        gcTime: HOUR_MS,
        // Opening a customer is an entry in the log; coming back to the window is not.
        refetchOnWindowFocus: false,
        retry: (count, error) => count < 1 && isUnreachable(failureOf(error)),
        retryDelay: 400,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  })
