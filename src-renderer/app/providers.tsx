import { QueryClientProvider } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { styleNonce } from '../lib/style-nonce.ts'
import { createDeskClient, TRPCProvider } from '../lib/trpc.ts'
import { UiProvider } from '../theme/UiProvider.tsx'
import { createQueryClient } from './query-client.ts'

/** Theme, keys, announcements, the companion. One of each per window. */
export const Providers = ({ children }: { readonly children: ReactNode }) => {
  const [queryClient] = useState(createQueryClient)
  const [client] = useState(createDeskClient)
  const nonce = styleNonce()
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={client} queryClient={queryClient}>
        <UiProvider {...(nonce === undefined ? {} : { styleNonce: nonce })}>{children}</UiProvider>
      </TRPCProvider>
    </QueryClientProvider>
  )
}
