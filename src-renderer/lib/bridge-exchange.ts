import {
  type BridgeCall,
  type BridgeErrorShape,
  type BridgeReply,
  refusalShape,
  replySchema,
} from '@countersign/shared/bridge'
import { type BridgePort, MAX_MESSAGE_CHARS } from '@countersign/shared/bridge-channel'

declare global {
  interface Window {
    /** Present in the desktop only; the browser desk has none. */
    readonly countersign?: BridgePort
  }
}

type BridgeQuestion = Pick<BridgeCall, 'type' | 'path' | 'input'>
export type BridgeAnswer = Exclude<BridgeReply, { kind: 'error' }>

interface BridgeListener {
  readonly onAnswer: (answer: BridgeAnswer) => void
  readonly onError: (error: BridgeErrorShape) => void
}

/** Many calls over one port: hands out ids, gives each reply to whoever asked. */
export interface BridgeExchange {
  /** Returns the function that aborts the call; it does nothing once the call has ended. */
  readonly ask: (question: BridgeQuestion, listener: BridgeListener) => () => void
}

const ENDS: ReadonlySet<BridgeReply['kind']> = new Set(['result', 'error', 'stopped'])

const createExchange = (port: BridgePort): BridgeExchange => {
  const waiting = new Map<number, BridgeListener>()
  let lastId = 0

  port.onMessage((text) => {
    const reply = replySchema.parse(JSON.parse(text))
    const listener = waiting.get(reply.id)
    if (!listener) return
    if (ENDS.has(reply.kind)) waiting.delete(reply.id)
    if (reply.kind === 'error') listener.onError(reply.error)
    else listener.onAnswer(reply)
  })

  return {
    ask: (question, listener) => {
      const id = ++lastId
      const message = JSON.stringify({ kind: 'call', id, ...question })
      if (message.length > MAX_MESSAGE_CHARS) {
        listener.onError(refusalShape('TOO_LARGE', question.path))
        return () => undefined
      }
      waiting.set(id, listener)
      port.send(message)
      return () => {
        if (waiting.delete(id)) port.send(JSON.stringify({ kind: 'abort', id }))
      }
    },
  }
}

const exchanges = new WeakMap<BridgePort, BridgeExchange>()

/** One exchange per port, whoever asks first: ids must count up within a document. */
export const exchangeOf = (port: BridgePort): BridgeExchange => {
  const known = exchanges.get(port)
  if (known) return known
  const made = createExchange(port)
  exchanges.set(port, made)
  return made
}

/** The desktop's port, or undefined in a browser. */
export const desktopPort = (): BridgePort | undefined => globalThis.window?.countersign

/** For calls that only work in the desktop. */
export const requireDesktopPort = (): BridgePort => {
  const port = desktopPort()
  if (!port) throw new Error('This page does not run in the Countersign desktop.')
  return port
}
