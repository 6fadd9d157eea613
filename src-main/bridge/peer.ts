import { type BridgeCall, type BridgeReply, refusalShape } from '@countersign/shared/bridge'
import { MAX_REPLY_CHARS } from '@countersign/shared/bridge-channel'
import { describeError, logLine } from '../log.ts'
import type { AnswerCall, ReplyBody } from './answer-call.ts'
import { readRequest } from './read-request.ts'
import { Refusal } from './refusal.ts'

/** Far above what the desk needs at once; below what would hurt the companion. */
export const MAX_CALLS_IN_FLIGHT = 128

export interface Peer {
  readonly receive: (message: unknown) => void
  /** Aborts every call of the document and says nothing more to it. */
  readonly close: () => void
}

interface PeerOptions {
  readonly answer: AnswerCall
  readonly send: (message: string) => void
}

const errorBody = (error: unknown, path: string): ReplyBody => {
  if (error instanceof Refusal) return { kind: 'error', error: error.toShape(path) }
  logLine('call-broke', { path, error: describeError(error) })
  return { kind: 'error', error: refusalShape('INTERNAL', path) }
}

/** The main process's end of the bridge for one document. Knows nothing of Electron. */
export const createPeer = ({ answer, send }: PeerOptions): Peer => {
  const inFlight = new Map<number, AbortController>()
  let lastId = 0
  let isClosed = false

  const post = (reply: BridgeReply): void => {
    const text = JSON.stringify(reply)
    if (text.length <= MAX_REPLY_CHARS) return send(text)
    send(JSON.stringify({ kind: 'error', id: reply.id, error: refusalShape('TOO_LARGE', '') } satisfies BridgeReply))
    inFlight.get(reply.id)?.abort()
    inFlight.delete(reply.id)
  }

  const run = async (call: BridgeCall): Promise<void> => {
    const controller = new AbortController()
    const { signal } = controller
    const postHere = (body: ReplyBody) => {
      if (!signal.aborted) post({ ...body, id: call.id })
    }
    inFlight.set(call.id, controller)
    try {
      await answer(call, signal, postHere)
    } catch (error) {
      postHere(errorBody(error, call.path))
    } finally {
      inFlight.delete(call.id)
    }
  }

  const start = (call: BridgeCall): void => {
    if (call.id <= lastId) return logLine('duplicate-call-dropped', { id: call.id })
    lastId = call.id
    if (inFlight.size < MAX_CALLS_IN_FLIGHT) return void run(call)
    post({ kind: 'error', id: call.id, error: refusalShape('RATE_LIMITED', call.path) })
  }

  return {
    receive: (message) => {
      if (isClosed) return
      const read = readRequest(message)
      if (!read.isValid) {
        logLine('envelope-refused', { problem: read.problem })
        // An id already used belongs to another call, whose reply this must not pretend to be.
        if (read.id !== null && read.id > lastId) {
          lastId = read.id
          post({ kind: 'error', id: read.id, error: refusalShape('INPUT_INVALID', '') })
        }
        return
      }
      if (read.request.kind === 'call') return start(read.request)
      inFlight.get(read.request.id)?.abort()
      inFlight.delete(read.request.id)
    },
    close: () => {
      isClosed = true
      for (const controller of inFlight.values()) controller.abort()
      inFlight.clear()
    },
  }
}
