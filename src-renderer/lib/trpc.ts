import {
  createTRPCClient,
  httpLink,
  httpSubscriptionLink,
  splitLink,
  type TRPCClient,
  type TRPCLink,
} from '@trpc/client'
import { EventSource } from 'eventsource'
import { createTRPCContext } from '@trpc/tanstack-react-query'
import type { inferRouterOutputs } from '@trpc/server'
import type { AppRouter } from '../../server/app/staff-router.ts'
import { isDesktop } from './bridge-desktop.ts'
import { createBridgeLink } from './bridge-link.ts'

export type DeskClient = TRPCClient<AppRouter>
export type DeskOutputs = inferRouterOutputs<AppRouter>

/** `useTRPC()` gives the typed proxy: `trpc.teams.mine.queryOptions()`, `trpc.teams.verify.mutationOptions()`. */
export const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>()

/** Tells the companion that the cookie is meant; no other page can send it. */
export const BROWSER_HEADERS = { 'x-countersign-client': 'browser' } as const

const overHttp = (): TRPCLink<AppRouter> => {
  const options = { url: '/trpc', headers: BROWSER_HEADERS }
  return splitLink({
    condition: ({ type }) => type === 'subscription',
    true: httpSubscriptionLink({
      url: options.url,
      // The browser's own can't send a header, and without ours the cookie counts for nothing.
      EventSource,
      eventSourceOptions: () => ({
        fetch: (input, init) => fetch(input, { ...init, headers: { ...init.headers, ...BROWSER_HEADERS } }),
      }),
    }),
    // Never batched: limits and audit entries stay one to one with calls.
    false: httpLink(options),
  })
}

/** Over the bridge in the desktop, over HTTP with the cookie in a browser. Nothing else differs. */
export const createDeskClient = (): DeskClient =>
  createTRPCClient<AppRouter>({ links: [isDesktop() ? createBridgeLink<AppRouter>() : overHttp()] })
