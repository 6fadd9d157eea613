import type { BridgeCall, BridgeReply } from '@countersign/shared/bridge'

type Without<Union, Key extends PropertyKey> = Union extends unknown ? Omit<Union, Key> : never

/** A reply before the peer puts the call's id on it. */
export type ReplyBody = Without<BridgeReply, 'id'>

/**
 * Answers one call. Settles when nothing more will be posted; rejects with a `Refusal` or a broken invariant.
 * Whoever answers looks at `signal` again after each await: the page may be gone by then.
 */
export type AnswerCall = (call: BridgeCall, signal: AbortSignal, post: (body: ReplyBody) => void) => Promise<void>
