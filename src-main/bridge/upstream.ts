import { Refusal } from './refusal.ts'

/** Where the companion is just now, and what a call to it must carry. The token stays on this side of the bridge. */
export interface Upstream {
  /** Without a slash at the end. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** Aborted, with a `Refusal` as its reason, once the companion, its address or the session is no longer this one. */
  readonly gone: AbortSignal
}

/** Waits for a companion that is starting. Refuses when there is none. */
export type OpenUpstream = (signal: AbortSignal) => Promise<Upstream>

/** What to tell those whose call ended because its upstream is gone. */
export const goneRefusal = ({ reason }: AbortSignal): Refusal =>
  reason instanceof Refusal ? reason : new Refusal('SERVER_UNREACHABLE')
