/**
 * What the preload needs to know, and no more: it must stay one small file without a schema library in it.
 * Both directions carry JSON text, so that a size is known before anything is parsed.
 */
export const BRIDGE_CHANNEL = 'countersign:bridge'

/** Characters of one message from the page. */
export const MAX_MESSAGE_CHARS = 1024 * 1024

/** Characters of one message to the page. */
export const MAX_REPLY_CHARS = 16 * 1024 * 1024

/** The one object that the preload puts on `window.countersign`, frozen. */
export interface BridgePort {
  /** Throws a RangeError when the text is longer than `MAX_MESSAGE_CHARS`. */
  readonly send: (message: string) => void
  /** Calls back for each message of the main process; returns the function that ends it. */
  readonly onMessage: (listener: (message: string) => void) => () => void
}
