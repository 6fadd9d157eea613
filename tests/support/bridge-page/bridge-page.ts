/** Stands in the desk's place: the real link and the real desktop client, driven from the specs. */
import type { BridgePort } from '@countersign/shared/bridge-channel'
import type { AskedPower, WatchedPower } from '@countersign/shared/desktop'
import { createTRPCUntypedClient, TRPCClientError } from '@trpc/client'
import { createDesktop } from '../../../src-renderer/lib/bridge-desktop.ts'
import { requireDesktopPort } from '../../../src-renderer/lib/bridge-exchange.ts'
import { createBridgeLink } from '../../../src-renderer/lib/bridge-link.ts'
import { approverKeyOf } from '../../../src-renderer/lib/approver-key.ts'

interface Outcome {
  readonly data?: unknown
  readonly error?: { readonly message: string; readonly shape: unknown; readonly isClientError: boolean }
}

const port = requireDesktopPort()
/** Every message of both directions, for the search for secrets. */
const messages: string[] = []
const watched: BridgePort = {
  send: (message) => {
    messages.push(message)
    port.send(message)
  },
  onMessage: (listener) =>
    port.onMessage((message) => {
      messages.push(message)
      listener(message)
    }),
}

const client = createTRPCUntypedClient({ links: [createBridgeLink(watched)] })
const desktop = createDesktop(watched)

const outcome = (promise: Promise<unknown>): Promise<Outcome> =>
  promise.then(
    (data) => ({ data }),
    (error: unknown) => {
      const isClientError = error instanceof TRPCClientError
      const message = error instanceof Error ? error.message : String(error)
      return { error: { message, shape: isClientError ? error.shape : null, isClientError } }
    },
  )

const controllers = new Map<string, AbortController>()
const signalOf = (key?: string): { signal?: AbortSignal } => {
  if (key === undefined) return {}
  const controller = new AbortController()
  controllers.set(key, controller)
  return { signal: controller.signal }
}

/** Every callback of a subscription, in order, as `[kind, value]`. */
const streams: Record<string, [string, unknown][]> = {}
const stops: Record<string, () => void> = {}

const drive = {
  messages,
  streams,
  query: (path: string, input?: unknown, key?: string) => outcome(client.query(path, input, signalOf(key))),
  mutate: (path: string, input?: unknown) => outcome(client.mutation(path, input)),
  ask: (name: AskedPower, ...input: unknown[]) =>
    outcome((desktop.ask as (name: AskedPower, ...input: unknown[]) => Promise<unknown>)(name, ...input)),
  watch: (name: WatchedPower, key: string) => {
    const events: [string, unknown][] = []
    streams[key] = events
    stops[key] = desktop.watch(name, {
      onItem: (item) => events.push(['data', item]),
      onError: (error) => events.push(['error', error.shape]),
    })
  },
  subscribe: (path: string, key: string, input?: unknown) => {
    const events: [string, unknown][] = []
    streams[key] = events
    const stream = client.subscription(path, input, {
      onStarted: () => events.push(['started', null]),
      onData: (data) => events.push(['data', data]),
      onStopped: () => events.push(['stopped', null]),
      onComplete: () => events.push(['complete', null]),
      onError: (error) => events.push(['error', error.shape]),
      onConnectionStateChange: ({ state }) => events.push(['connection', state]),
    })
    stops[key] = () => stream.unsubscribe()
  },
  /** The key of a browser desk, in the real database of a real browser. */
  browserKey: (step: 'status' | 'create' | 'sign', input: unknown) => {
    const key = approverKeyOf(null, 'stf_01JZ0000000000000000000000')
    return outcome((key[step] as (input: unknown) => Promise<unknown>)(input))
  },
  abort: (key: string) => controllers.get(key)?.abort(),
  stop: (key: string) => stops[key]?.(),
}

export type Drive = typeof drive
declare global {
  interface Window {
    drive: Drive
  }
}
window.drive = drive
